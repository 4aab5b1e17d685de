import { decide } from '../../../core/decide.ts';
import type { Decision } from '../../../core/decision.ts';
import type { Answers, Rules } from '../../../core/model.ts';
import type { Input } from '../../../core/overrides.ts';
import { rankPrecedents } from '../../../core/precedents/nearest.ts';
import { similaritiesTo } from '../../../core/precedents/similarity.ts';
import type { ListedPrecedent, PrecedentList } from '../../../report/terminal/precedent-list.ts';

interface ListRequest {
  /** Only decisions that chose this protocol. */
  readonly protocol: string | undefined;
  readonly limit: number;
  readonly core: boolean;
}

/** The published decisions, nearest to the answers first; without answers newest first. */
export function listPrecedents(rules: Rules, input: Input, { protocol, limit, core }: ListRequest): PrecedentList {
  const { answers, overrides } = input;
  const decision = decide(rules, answers, { core, ...(overrides && { overrides }) });
  const listed = isCompared(rules, answers) ? nearest(rules, decision) : newest(rules);
  const wanted = listed.filter(({ chosen }) => protocol === undefined || chosen.includes(protocol));
  return {
    schemaVersion: 1,
    tool: decision.tool,
    answers,
    protocol: protocol ?? null,
    advice: isCompared(rules, answers) ? firstOf(decision) : [],
    total: wanted.length,
    precedents: wanted.slice(0, limit),
  };
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
