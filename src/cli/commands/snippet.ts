import type { RenderedStarter, StarterRole } from '../../core/starter.ts';
import { renderStarter } from '../../snippets/render.ts';
import { chooseLanguage } from '../advise.ts';
import { collectInput } from '../collect-answers.ts';
import type { Action } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { usageFailure } from '../failure.ts';
import { wantsJson } from '../format.ts';

/** `wirewise snippet PROTOCOL`: the starter alone. */
export const snippet: Action = async ({ rules, starters, io }, args, options) => {
  const { answers } = await collectInput(rules, options, io);
  const protocol = args[0] ?? '';
  const wanted = chooseLanguage(rules, answers, io.cwd);
  const available = Object.keys(starters[protocol] ?? {});
  const [fallback = wanted.language] = available;
  const rendered = renderStarter(starters, {
    protocol,
    // A language that was only found here gives way to one that there is a starter in; one that was asked for does not.
    language: wanted.asked || available.includes(wanted.language) ? wanted.language : fallback,
    role: readRole(options['role']),
    answers,
    set: readSettings(options['set']),
  });
  if ('problem' in rendered) throw usageFailure(rendered.problem.message.split('\n'));
  const text = wantsJson(options) ? `${JSON.stringify(rendered, null, 2)}\n` : inText(rendered);
  return { text, exitCode: EXIT.ok };
};

function readRole(role: unknown): StarterRole {
  if (role === undefined || role === 'client') return 'client';
  if (role === 'server') return 'server';
  throw usageFailure([`Unknown role "${role}". Expected client, server.`]);
}

/** `NAME=VALUE` pairs; the last one of a name counts. */
function readSettings(pairs: unknown): Record<string, string> {
  const list = Array.isArray(pairs) ? pairs.map(String) : [];
  return Object.fromEntries(
    list.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw usageFailure([`Expected --set NAME=VALUE, got "${pair}".`]);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

/** One file as it is, so that it can be piped into a file; several with a heading each. */
function inText({ files }: RenderedStarter): string {
  const [only, ...others] = files;
  if (only && others.length === 0) return withNewline(only.text);
  return files.map(({ path, text }) => `==> ${path} <==\n${withNewline(text)}`).join('\n');
}

function withNewline(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}
