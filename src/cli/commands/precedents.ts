import { decide } from '../../core/decide.ts';
import type { Decision } from '../../core/decision.ts';
import type { Answers, Rules } from '../../core/model.ts';
import { rankPrecedents } from '../../core/precedents/nearest.ts';
import { similaritiesTo } from '../../core/precedents/similarity.ts';
import { safeJson } from '../../report/safe-json.ts';
import { type ListedPrecedent, type PrecedentList, renderPrecedents } from '../../report/terminal/precedent-list.ts';
import { expectedNames } from '../../text/did-you-mean.ts';
import { type Context, printed, type Result, reportContext } from '../context.ts';
import { usageFailure } from '../errors.ts';
import { collectInput } from '../input/answers.ts';
import type { Options } from '../options/options.ts';

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
  const { answers, overrides, core } = await collectInput(rules, options, io);
  const decision = decide(rules, answers, { core, ...(overrides && { overrides }) });
  const listed = isCompared(rules, answers) ? nearest(rules, decision) : newest(rules);
  const wanted = listed.filter(({ chosen }) => protocol === undefined || chosen.includes(protocol));
  const list: PrecedentList = {
    schemaVersion: 1,
    tool: decision.tool,
    answers,
    protocol: protocol ?? null,
    advice: isCompared(rules, answers) ? firstOf(decision) : [],
    total: wanted.length,
    precedents: wanted.slice(0, limit),
  };
  const text =
    options.format === 'json' ? safeJson(list) : renderPrecedents(list, await reportContext(context, options));
  return printed(text, options);
}

/** Whether there is an answer that published decisions can be compared by. */
function isCompared({ questions }: Rules, answers: Answers): boolean {
  return questions.some(({ id, about }) => about === 'decision' && answers[id] !== undefined);
}

function firstOf({ ranking }: Decision): string[] {
  return ranking.filter(({ rank }) => rank === 1).map(({ protocol }) => protocol);
}

function nearest(rules: Rules, decision: Decision): ListedPrecedent[] {
  return rankPrecedents(rules, similaritiesTo(rules, decision.answers), firstOf(decision));
}

/** Newest first; those of one year by title. */
function newest({ precedents }: Rules): ListedPrecedent[] {
  return [...(precedents?.named ?? [])]
    .map((named) => ({ ...named, similarity: null, agrees: null, shared: 0 }))
    .sort((a, b) => b.year - a.year || (a.title < b.title ? -1 : 1));
}
