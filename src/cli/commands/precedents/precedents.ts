import { safeJson } from '../../../report/safe-json.ts';
import { renderPrecedents } from '../../../report/terminal/precedent-list.ts';
import { expectedNames } from '../../../text/did-you-mean.ts';
import { type Context, printed, type Result, reportContext } from '../../context.ts';
import { usageFailure } from '../../errors.ts';
import { collectInput } from '../../input/answers.ts';
import type { Options } from '../../options/options.ts';
import { listPrecedents } from './list-precedents.ts';

/**
 * `wirewise precedents`: lists published decisions, the nearest to the answers first, and whether they agree with the
 * advice. Where nothing is answered they are listed by year, and compared with nothing.
 */
export async function precedents(
  context: Pick<Context, 'io' | 'rules'>,
  _words: readonly string[],
  options: Options<'precedents'>,
): Promise<Result> {
  const { rules, io } = context;
  const { protocol, limit } = options;
  const ids = rules.protocols.map(({ id }) => id);
  if (protocol !== undefined && !ids.includes(protocol)) {
    throw usageFailure([`Unknown protocol "${protocol}" after --protocol.${expectedNames(protocol, ids)}`]);
  }
  const input = await collectInput(rules, options, io);
  const list = listPrecedents(rules, input, { protocol, limit, core: input.core });
  const text =
    options.format === 'json' ? safeJson(list) : renderPrecedents(list, await reportContext(context, options));
  return printed(text, options);
}
