/** Compares what the rules decide with a published decision, and finds the reasons for a difference. */
import type { Breach } from '../decision.ts';
import type { Answers, Forbidden, Rules } from '../model.ts';
import { rankProtocols, type Standing } from '../ranking/rank.ts';
import { type Loss, lossesAgainst } from '../record/losses.ts';

/** A published decision: its answers, checked, and the protocols that are expected. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  readonly tier: 'core' | 'all';
  readonly answers: Answers;
  readonly expect: {
    /** The protocols that they run. */
    readonly first: readonly string[];
    /** Protocols that a reviewer would accept, too. */
    readonly defensible?: readonly string[];
    /** Protocols that they compared and turned down. */
    readonly rejected?: readonly string[];
  };
}

/** Why an expected protocol is not first. */
export type Clue =
  | { readonly kind: 'forbidden'; readonly protocol: string; readonly forbidden: Forbidden }
  | { readonly kind: 'excluded'; readonly protocol: string; readonly breaks: readonly Breach[] }
  | { readonly kind: 'not-ranked'; readonly protocol: string }
  | { readonly kind: 'behind'; readonly protocol: string; readonly points: number; readonly losses: readonly Loss[] };

/** The result of one scenario. */
export interface ScenarioOutcome {
  /** `first` or `defensible`: the list that holds the winner; `miss`: none does. */
  readonly verdict: 'first' | 'defensible' | 'miss';
  /** `null` when nothing is feasible. */
  readonly winner: string | null;
  /** For a miss, why each protocol expected first is not; else empty. */
  readonly clues: readonly Clue[];
}

/** Decides on the answers of a scenario among all protocols, and compares the winner with the expected protocols. */
export function judgeScenario(rules: Rules, { answers, expect }: Scenario): ScenarioOutcome {
  const standing = rankProtocols(rules, answers, {}, () => true);
  const winner = standing.ranking[0]?.protocol ?? null;
  if (winner !== null && expect.first.includes(winner)) return { verdict: 'first', winner, clues: [] };
  if (winner !== null && expect.defensible?.includes(winner)) return { verdict: 'defensible', winner, clues: [] };
  return { verdict: 'miss', winner, clues: expect.first.map((protocol) => clueTo(standing, protocol)) };
}

function clueTo({ ranking, excluded }: Standing, protocol: string): Clue {
  const out = excluded.find((entry) => entry.protocol === protocol);
  if (out?.forbidden) return { kind: 'forbidden', protocol, forbidden: out.forbidden };
  if (out) return { kind: 'excluded', protocol, breaks: out.breaks };
  const own = ranking.find((entry) => entry.protocol === protocol);
  const [winner] = ranking;
  if (!own || !winner) return { kind: 'not-ranked', protocol };
  return { kind: 'behind', protocol, points: winner.score - own.score, losses: lossesAgainst(winner, own) };
}
