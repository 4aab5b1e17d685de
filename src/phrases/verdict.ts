/** The answer in one sentence, never surer than its confidence, and what stands behind it. */
import type { Confidence, Contribution, Decision, Ranked } from '../core/decision.ts';
import { BEST_GRADE, type Rules } from '../core/model.ts';
import type { Input } from '../core/overrides.ts';
import { joined } from '../text/lists.ts';
import { hingeCondition } from './hinges.ts';
import { questionAsks } from './labels.ts';
import { criterionLabel, points, protocolName } from './values.ts';

/**
 * How firmly advice may be stated. `alone`: nothing else is feasible; `unmeasured`: the rules have no confidence model.
 */
export type Firmness = Confidence['level'] | 'tie' | 'alone' | 'unmeasured' | 'none';

export function firmnessOf({
  recommendation,
  outcome,
  ranking,
}: Pick<Decision, 'recommendation' | 'outcome' | 'ranking'>): Firmness {
  if (!recommendation) return 'none';
  if (outcome === 'tie') return 'tie';
  if (ranking.length === 1) return 'alone';
  return recommendation.confidence?.level ?? 'unmeasured';
}

/**
 * The answer in a few words, without a full stop. Only a clear one says what to use. What the protocol stands for in this
 * case follows in brackets.
 */
export function headline(decision: Decision): string {
  const { means } = decision.recommendation ?? {};
  return means === undefined ? verdict(decision) : `${verdict(decision)} (${means})`;
}

function verdict(decision: Decision): string {
  const name = decision.recommendation?.name ?? '';
  switch (firmnessOf(decision)) {
    case 'none':
      return 'No protocol meets every requirement';
    case 'tie':
      return `${joined(tied(decision.ranking), 'or')}: a tie`;
    case 'close':
      return `${rivals(decision)}: too close to call`;
    case 'clear':
      return `Use ${name}`;
    case 'likely':
      return `${name} fits best`;
    case 'alone':
      return `${name} alone meets every requirement`;
    case 'unmeasured':
      return `${name} ranks first`;
  }
}

/** The first and the second, joined by "or"; of a tie, all that share the first rank. */
export function rivals({ ranking, outcome }: Pick<Decision, 'ranking' | 'outcome'>): string {
  return joined(outcome === 'tie' ? tied(ranking) : ranking.slice(0, 2).map(({ name }) => name), 'or');
}

/** The names of the protocols that share the first rank. */
export function tied(ranking: readonly Ranked[]): readonly string[] {
  return ranking.filter(({ rank }) => rank === 1).map(({ name }) => name);
}

/** "WebTransport comes second, 7.7 points behind."; empty where the headline names it, or without a second. */
export function runnerUpInWords(decision: Decision): string {
  const { recommendation } = decision;
  const second = decision.ranking[1];
  if (!second || !recommendation || isOpen(decision)) return '';
  return `${second.name} comes second, ${points(recommendation.margin ?? 0)} points behind.`;
}

/** Whether the headline leaves open which protocol to use. */
export function isOpen(decision: Decision): boolean {
  return ['tie', 'close'].includes(firmnessOf(decision));
}

/** Of a tie or a close call: the open question that decides, as one or two sentences; otherwise empty. */
export function decidingInWords(decision: Decision, rules: Rules): string {
  if (!isOpen(decision)) return '';
  const { hinges, ranking, outcome } = decision;
  const contenders = ranking.filter(({ rank }, at) => (outcome === 'tie' ? rank === 1 : at < 2));
  const [hinge] = hinges;
  if (!hinge) {
    const [a, b] = contenders.map(({ protocol }) => protocol);
    return `No open question decides between them: see what each is better at with "wirewise compare ${a} ${b}".`;
  }
  const isAmong = contenders.some(({ protocol }) => protocol === hinge.winner);
  const says = isAmong ? 'This question decides' : 'This question matters most';
  return `${says}: ${questionAsks(rules, hinge.question)} ${hingeCondition(hinge, rules)}, ${winnerInWords(hinge.winner, rules)}.`;
}

/** "MQTT ranks first"; "no protocol meets every requirement". */
export function winnerInWords(winner: string | null, rules: Rules): string {
  return winner === null ? 'no protocol meets every requirement' : `${protocolName(rules, winner)} ranks first`;
}

/** Whether there is no answer and no override, so that only the baseline weights decide. */
export function isMereDefault({
  answers,
  overrides,
}: Partial<Pick<Input, 'overrides'>> & Pick<Input, 'answers'>): boolean {
  return Object.keys(answers).length === 0 && overrides === undefined;
}

/** What to know before the reasons: that nothing was answered, or that nothing separates those in a tie; mostly empty. */
export function cautionInWords(decision: Decision): string {
  if (decision.outcome === 'tie') return 'Your answers give them the same score.';
  return isMereDefault(decision)
    ? 'No question is answered: this is the default, from the baseline weights. Answer what you know.'
    : '';
}

/** A criterion on which the first and the second differ. */
export interface Apart {
  readonly contribution: Contribution;
  /** Points that the first gains there; negative where it loses. */
  readonly gain: number;
}

/** Where the first gains and loses against the second, largest first; empty without a second. */
export function whatSetsApart({ ranking: [first, second] }: Pick<Decision, 'ranking'>): {
  readonly gains: readonly Apart[];
  readonly losses: readonly Apart[];
} {
  if (!first || !second) return { gains: [], losses: [] };
  const differences = first.contributions
    .map((contribution) => ({ contribution, gain: contribution.points - pointsOn(second, contribution.criterion) }))
    .sort((a, b) => b.gain - a.gain);
  return {
    gains: differences.filter(({ gain }) => gain > 0),
    losses: differences.filter(({ gain }) => gain < 0).reverse(),
  };
}

function pointsOn(protocol: Ranked, criterion: string): number {
  return protocol.contributions.find((contribution) => contribution.criterion === criterion)?.points ?? 0;
}

/** Points with a sign. */
export function gainInWords(gain: number): string {
  return `${gain > 0 ? '+' : ''}${points(gain)}`;
}

const LABELS_TOLD = 3;

/** The needs that speak for the first, a sentence each; without any, and in a tie, the criteria where it gains most. */
export function needsInWords(decision: Decision, rules: Rules): readonly string[] {
  const { recommendation, outcome, ranking } = decision;
  if (!recommendation) return [];
  if (outcome !== 'tie' && recommendation.because.length > 0) return recommendation.because;
  const [first, second] = ranking;
  const { gains } = whatSetsApart(decision);
  return first && second && gains.length > 0 ? [better(first.name, second.name, gains, rules)] : [];
}

/** Why it ranks first: each need, followed by the sentence of the rules that says how the protocol meets it. */
export function reasonsInWords(decision: Decision, rules: Rules): readonly string[] {
  const needs = needsInWords(decision, rules);
  const [first] = decision.ranking;
  return first ? withFacts(needs, first, rules) : needs;
}

/** The least grade with which a protocol meets a need well. */
const GOOD = BEST_GRADE - 1;

/** Adds to each need the sentence of the cell with which the protocol meets it best. Each such sentence comes once. */
function withFacts(needs: readonly string[], { protocol, contributions }: Ranked, rules: Rules): string[] {
  const cells = rules.protocols.find(({ id }) => id === protocol)?.cells ?? {};
  const told = new Set<string>();
  return needs.map((need) => {
    const weightIn = ({ because }: Contribution) =>
      because.reduce((sum, { says, weight = 0 }) => (says === need ? sum + weight : sum), 0);
    const facts = contributions
      .filter((one) => one.grade >= GOOD && weightIn(one) > 0)
      .sort((a, b) => weightIn(b) * b.grade - weightIn(a) * a.grade)
      .flatMap(({ criterion }) => cells[criterion]?.because ?? []);
    const fact = facts.find((sentence) => !told.has(sentence));
    if (fact === undefined) return need;
    told.add(fact);
    return `${need} ${fact}`;
  });
}

/** Where the second is better than the first, as a sentence; empty if nowhere. */
export function objectionInWords(decision: Decision, rules: Rules): string {
  const [first, second] = decision.ranking;
  const { losses } = whatSetsApart(decision);
  if (!first || !second || losses.length === 0) return '';
  return better(second.name, first.name, losses, rules);
}

function better(name: string, other: string, differences: readonly Apart[], rules: Rules): string {
  const labels = differences
    .slice(0, LABELS_TOLD)
    .map(({ contribution }) => criterionLabel(rules, contribution.criterion));
  return `${name} is better than ${other} at: ${joined(labels)}.`;
}
