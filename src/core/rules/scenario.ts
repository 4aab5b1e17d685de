/** What rules make of a real decision, and where to look when they come out otherwise. */
import { decide } from '../decide.ts';
import type { Breach, Decision } from '../decision.ts';
import type { Answers, Forbidden, Rules } from '../model.ts';
import { type Loss, lossesAgainst } from '../record/losses.ts';

/** A real decision, and what is expected of ours; the answers are checked ones. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  /** `all`: the extended protocols are ranked, too. */
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

/** Why one of the expected protocols is not first. */
export type Clue =
  | { readonly kind: 'forbidden'; readonly protocol: string; readonly forbidden: Forbidden }
  | { readonly kind: 'excluded'; readonly protocol: string; readonly breaks: readonly Breach[] }
  | { readonly kind: 'not-ranked'; readonly protocol: string }
  | { readonly kind: 'behind'; readonly protocol: string; readonly points: number; readonly losses: readonly Loss[] };

/** How our decision compares with the real one. */
export interface ScenarioOutcome {
  /** `first`: what the scenario runs; `defensible`: what no reviewer would object to; else a miss. */
  readonly verdict: 'first' | 'defensible' | 'miss';
  /** `null` when nothing is feasible. */
  readonly winner: string | null;
  /** Of a miss: for each protocol that is expected first, why it is not. */
  readonly clues: readonly Clue[];
}

/** Decides as the scenario does, and judges the outcome by what it expects. */
export function judgeScenario(rules: Rules, { tier, answers, expect }: Scenario): ScenarioOutcome {
  const decision = decide(rules, answers, { all: tier === 'all', robustness: false });
  const winner = decision.recommendation?.protocol ?? null;
  if (winner !== null && expect.first.includes(winner)) return { verdict: 'first', winner, clues: [] };
  if (winner !== null && expect.defensible?.includes(winner)) return { verdict: 'defensible', winner, clues: [] };
  return { verdict: 'miss', winner, clues: expect.first.map((protocol) => clueTo(decision, protocol)) };
}

function clueTo({ ranking, excluded }: Decision, protocol: string): Clue {
  const out = excluded.find((entry) => entry.protocol === protocol);
  if (out?.forbidden) return { kind: 'forbidden', protocol, forbidden: out.forbidden };
  if (out) return { kind: 'excluded', protocol, breaks: out.breaks };
  const own = ranking.find((entry) => entry.protocol === protocol);
  const [winner] = ranking;
  if (!own || !winner) return { kind: 'not-ranked', protocol };
  return { kind: 'behind', protocol, points: winner.score - own.score, losses: lossesAgainst(winner, own) };
}
