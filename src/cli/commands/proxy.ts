import { safeJson } from '../../report/safe-json.ts';
import { wrap } from '../../report/terminal/layout.ts';
import { builtInProxies } from '../../rules/built-in-projects.ts';
import { renderProxy } from '../../starters/proxy.ts';
import type { RenderedProxy } from '../../starters/proxy-template.ts';
import { printed, type Result } from '../context.ts';
import { usageFailure } from '../errors.ts';
import type { Options } from '../options/options.ts';

/** `wirewise proxy PROTOCOL --server SERVER`: prints the settings that a load balancer needs for a protocol. */
export async function proxy(_context: unknown, args: readonly string[], options: Options<'proxy'>): Promise<Result> {
  const proxies = await builtInProxies();
  const { server, set } = options;
  if (server === undefined) throw usageFailure([`Expected --server ${Object.keys(proxies).join('|')}.`]);
  const request = { protocol: args[0] ?? '', server, set };
  const rendered = renderProxy(proxies, request);
  if ('problem' in rendered) throw usageFailure(rendered.problem.message.split('\n'));
  const text = options.format === 'json' ? safeJson(rendered) : inText(rendered);
  return printed(text, options);
}

/** Columns of the file, which do not depend on the terminal. */
const WIDTH = 80;

/** A configuration file; the explanation is in comments, whose syntax all these servers share. */
function inText({ name, protocol, where, without, proof, against, sources, text }: RenderedProxy): string {
  const done = proof === 'ran' ? `Ran: ${against}.` : 'Reviewed: from the documentation, not run.';
  const head = [`${name}, for ${protocol}. ${where}`, `Without it: ${without}`, done, ...sources];
  return `${head.flatMap((paragraph) => wrap(paragraph.replace(/\s+/g, ' '), WIDTH, '# ')).join('\n')}\n\n${text}`;
}
