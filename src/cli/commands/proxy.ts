import { safeJson } from '../../report/safe-json.ts';
import { wrap } from '../../report/terminal/layout.ts';
import { builtInProxies } from '../../rules/built-in-projects.ts';
import { renderProxy } from '../../starters/proxy.ts';
import type { RenderedProxy } from '../../starters/proxy-template.ts';
import type { Action } from '../context.ts';
import { usageFailure } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { wantsJson } from '../options/format.ts';
import { readSettings } from '../options/settings.ts';

/** `wirewise proxy PROTOCOL --server SERVER`: what a load balancer has to be told so that the protocol passes. */
export const proxy: Action = async (_context, args, options) => {
  const proxies = await builtInProxies();
  const { server } = options;
  if (typeof server !== 'string') throw usageFailure([`Expected --server ${Object.keys(proxies).join('|')}.`]);
  const request = { protocol: args[0] ?? '', server, set: readSettings(options['set']) };
  const rendered = renderProxy(proxies, request);
  if ('problem' in rendered) throw usageFailure(rendered.problem.message.split('\n'));
  const text = wantsJson(options) ? safeJson(rendered) : inText(rendered);
  return { text, exitCode: EXIT.ok };
};

/** A file's, whatever the terminal has. */
const WIDTH = 80;

/** The whole is a configuration: what is said about the lines stands in comments, which all these servers write alike. */
function inText({ name, protocol, where, without, proof, against, sources, text }: RenderedProxy): string {
  const done = proof === 'ran' ? `Ran: ${against}.` : 'Reviewed: from the documentation, not run.';
  const head = [`${name}, for ${protocol}. ${where}`, `Without it: ${without}`, done, ...sources];
  return `${head.flatMap((paragraph) => wrap(paragraph.replace(/\s+/g, ' '), WIDTH, '# ')).join('\n')}\n\n${text}`;
}
