import { safeJson } from '../../report/safe-json.ts';
import { wrap } from '../../report/terminal/layout.ts';
import { builtInProxies } from '../../rules/built-in-projects.ts';
import { renderProxy } from '../../starters/proxy.ts';
import { renderProxies } from '../../starters/proxy-combination.ts';
import type { RenderedProxies, RenderedProxy } from '../../starters/proxy-template.ts';
import type { Proof } from '../../starters/starter.ts';
import { joined } from '../../text/lists.ts';
import { printed, type Result } from '../context.ts';
import { usageFailure } from '../errors.ts';
import type { Options } from '../options/options.ts';

/** `wirewise proxy PROTOCOL… --server SERVER`: the settings that a load balancer needs for protocols, together. */
export async function proxy(_context: unknown, args: readonly string[], options: Options<'proxy'>): Promise<Result> {
  const proxies = await builtInProxies();
  const { server, set } = options;
  if (server === undefined) throw usageFailure([`Expected --server ${Object.keys(proxies).join('|')}.`]);
  const protocols = [...new Set(args)];
  const [protocol = ''] = protocols;
  const rendered =
    protocols.length > 1
      ? renderProxies(proxies, { protocols, server, set })
      : renderProxy(proxies, { protocol, server, set });
  if ('problem' in rendered) throw usageFailure(rendered.problem.message.split('\n'));
  const inWords = () => ('parts' in rendered ? severalInText(rendered) : inText(rendered));
  return printed(options.format === 'json' ? safeJson(rendered) : inWords(), options);
}

/** Columns of the file, which do not depend on the terminal. */
const WIDTH = 80;

/** A configuration file; the explanation is in comments, whose syntax all these servers share. */
function inText({ name, protocol, where, without, proof, against, sources, text }: RenderedProxy): string {
  const head = [
    `${name}, for ${protocol}. ${where}`,
    `Without these lines: ${without}`,
    doneWith({ proof, against }),
    ...sources,
  ];
  return `${comment(head)}\n\n${text}`;
}

/** Several protocols in one configuration: first what is known of each, then the lines by place. */
function severalInText({ name, protocols, parts }: RenderedProxies): string {
  const all = joined(protocols.map(({ protocol }) => protocol));
  const about = protocols.flatMap(({ protocol, without, proof, against, sources }) => [
    `${protocol}, without these lines: ${without}`,
    doneWith({ proof, against }),
    ...sources,
  ]);
  const lines = parts.map(({ where, text }) => `${comment([`=== ${where}`])}\n\n${text}`);
  return `${comment([`${name}, for ${all}.`, ...about])}\n\n${lines.join('\n')}`;
}

function doneWith({ proof, against }: { readonly proof: Proof; readonly against: string | undefined }): string {
  return proof === 'ran' ? `Ran: ${against}.` : 'Reviewed: from the documentation, not run.';
}

function comment(paragraphs: readonly string[]): string {
  return paragraphs.flatMap((paragraph) => wrap(paragraph.replace(/\s+/g, ' '), WIDTH, '# ')).join('\n');
}
