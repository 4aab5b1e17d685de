import { safeJson } from '../../../report/safe-json.ts';
import { renderStarter, type StarterProblem, type StarterRequest } from '../../../starters/render.ts';
import type { RenderedStarter, StarterRole } from '../../../starters/starter.ts';
import type { Action, Context } from '../../context.ts';
import { type Failure, usageFailure } from '../../errors.ts';
import { EXIT } from '../../exit-codes.ts';
import { collectInput } from '../../input/answers.ts';
import { wantsJson } from '../../options/format.ts';
import { readSettings } from '../../options/settings.ts';
import { uninterrupted } from '../../output/signals.ts';
import type { OptionValues } from '../../program/question-flags.ts';
import { chooseLanguage } from './choose-language.ts';

/** `wirewise snippet PROTOCOL`: the starter alone, or with `--out` a project around it. */
export const snippet: Action = async (context, args, options) => {
  const { rules, starters, io } = context;
  const { answers } = await collectInput(rules, options, io);
  const protocol = args[0] ?? '';
  const role = readRole(options['role']);
  const product = typeof options['variant'] === 'string' ? { variant: options['variant'] } : {};
  const language =
    chooseLanguage(rules, starters, { protocol, ...product, role, answers, cwd: io.cwd })?.language ?? '';
  const request = {
    protocol,
    language,
    ...product,
    role,
    answers,
    set: readSettings(options['set']),
  };
  const dir = readTarget(options);
  if (dir !== undefined) return { text: await writeOut(context, request, dir, options), exitCode: EXIT.ok };
  const rendered = renderStarter(starters, request);
  if ('problem' in rendered) throw problemFailure(rendered.problem);
  const text = wantsJson(options) ? safeJson(rendered) : inText(rendered);
  return { text, exitCode: EXIT.ok };
};

function problemFailure({ message }: StarterProblem): Failure {
  return usageFailure(message.split('\n'));
}

function readRole(role: unknown): StarterRole {
  if (role === undefined || role === 'client') return 'client';
  if (role === 'server') return 'server';
  throw usageFailure([`Unknown role "${role}". Expected client, server.`]);
}

/** The folder after `--out`; the flags that go with it mean nothing alone. */
function readTarget({ out, force, dryRun }: OptionValues): string | undefined {
  if (typeof out === 'string') return out;
  if (force === true || dryRun === true) {
    throw usageFailure([`Expected --out DIR with ${force === true ? '--force' : '--dry-run'}.`]);
  }
  return undefined;
}

async function writeOut(
  { rules, starters, io }: Context,
  request: StarterRequest,
  dir: string,
  options: OptionValues,
): Promise<string> {
  const { builtInProjects } = await import('../../../rules/built-in-projects.ts');
  const { buildProject } = await import('../../../starters/project.ts');
  const { describeProject, writeProject } = await import('../../output/project-folder.ts');
  const nameOf = (list: readonly { readonly id: string; readonly name: string }[], id: string) =>
    list.find((one) => one.id === id)?.name ?? id;
  const titles = {
    protocol: nameOf(rules.protocols, request.protocol),
    language: nameOf(rules.languages, request.language),
  };
  const project = buildProject(starters, await builtInProjects(), request, titles);
  if ('problem' in project) throw problemFailure(project.problem);
  const { files, starter } = project;
  const dryRun = options['dryRun'] === true;
  const target = { cwd: io.cwd, dir, force: options['force'] === true, dryRun };
  const written = await uninterrupted(() => writeProject(files, target));
  const { protocol, language, variant, role, values } = starter;
  return options['json'] === true
    ? safeJson({ protocol, language, variant, role, values, directory: dir, dryRun, files: written })
    : describeProject(written, dir, dryRun);
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
