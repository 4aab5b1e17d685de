/**
 * The decision as plain JSON, schemaVersion 1. What each field means is written once, in documents/decision-form.ts, from
 * which the JSON Schema is made; test/documents/forms.test.ts does not compile unless both have the same fields.
 */

import type { Severity } from './mistake.ts';
import type { Answers, AnswerValue, Forbidden, Grade, Precedent } from './model.ts';

/** The question and answer that a weight or a constraint comes from. */
export interface Cause {
  readonly question: string;
  readonly answer: AnswerValue;
  readonly weight?: number;
  readonly says?: string;
}

/** What one criterion adds to a score. */
export interface Contribution {
  readonly criterion: string;
  readonly weight: number;
  readonly grade: Grade;
  readonly points: number;
  readonly because: readonly Cause[];
}

/** A feasible protocol with its rank and score. */
export interface Ranked {
  readonly rank: number;
  readonly protocol: string;
  readonly name: string;
  readonly tier: 'core' | 'extended';
  readonly score: number;
  readonly rankAcceptability?: readonly number[];
  readonly centralWeights?: Readonly<Record<string, number>> | null;
  readonly confidenceFactor?: number | null;
  readonly contributions: readonly Contribution[];
}

/** A minimum that a protocol does not reach. */
export interface Breach {
  readonly criterion: string;
  readonly minimum: Grade;
  readonly grade: Grade;
  readonly because: readonly Cause[];
}

/** A protocol that is not ranked, with every reason. */
export interface Excluded {
  readonly protocol: string;
  readonly name: string;
  readonly tier: 'core' | 'extended';
  readonly breaks: readonly Breach[];
  readonly forbidden?: Forbidden;
}

/** Traffic of one client in one hour. */
export interface Estimate {
  readonly model: string;
  readonly pollBytesPerHour: number;
  readonly pushBytesPerHour: number;
  readonly saving: number;
  /** With the smallest and the largest headers that occur; absent where the model gives no range. */
  readonly savingLow?: number;
  readonly savingHigh?: number;
  readonly inputs: Readonly<Record<string, number | boolean>>;
  readonly source: string;
}

/** A mistake that the answers lead to, with answers and figures filled in. */
export interface Warning {
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  readonly says: string;
  readonly instead: string;
  readonly source: string;
  readonly estimate?: Estimate;
}

/** One answer that, when changed, changes the first place. */
export interface Flip {
  readonly question: string;
  readonly from: AnswerValue | null;
  readonly to: AnswerValue;
  readonly winner: string | null;
}

/** A minimum that, dropped alone, makes protocols feasible again. */
export interface Relaxation {
  readonly criterion: string;
  readonly minimum: Grade;
  readonly because: readonly Cause[];
  readonly bringsBack: readonly string[];
}

/** Another protocol that works beside the recommended one, on a part of the way. */
export interface Leg {
  readonly leg: string;
  readonly protocol: string;
  readonly name: string;
  readonly why: string;
}

/** How far one weight may move before the first place changes. */
export interface StabilityInterval {
  readonly criterion: string;
  readonly share: number;
  readonly from: number;
  readonly to: number;
  readonly challengerBelow: string | null;
  readonly challengerAbove: string | null;
}

/** The protocol to use. */
export interface Recommendation {
  readonly protocol: string;
  readonly name: string;
  readonly means?: string;
  readonly score: number;
  readonly margin: number | null;
  readonly runnerUp: string | null;
  readonly confidence?: Confidence;
  readonly acceptability?: number;
  readonly needs: readonly { readonly id: string; readonly says: string }[];
  readonly because: readonly string[];
}

/** How often similar advice, by its lead, agreed with published decisions. Shares 0 to 1. */
export interface Confidence {
  readonly level: 'clear' | 'likely' | 'close';
  readonly strict: number;
  readonly fair: number;
  readonly cases: number;
}

/** An open question and a likely answer that changes the first place. */
export interface Hinge {
  readonly question: string;
  readonly answer: AnswerValue;
  readonly winner: string | null;
  readonly likelihood: number;
}

/** A published decision like this one. */
export interface PrecedentMatch extends Precedent {
  readonly similarity: number;
  readonly agrees: boolean;
}

/** The answer to "which protocol?", with all that led to it. */
export interface Decision {
  readonly schemaVersion: 1;
  readonly tool: {
    readonly name: string;
    readonly version: string;
    readonly rules: { readonly packs: readonly string[]; readonly digest: string };
  };
  readonly answers: Answers;
  readonly overrides?: Overrides;
  readonly unknown: readonly string[];
  readonly outcome: 'recommended' | 'tie' | 'none-feasible';
  readonly recommendation: Recommendation | null;
  readonly hinges: readonly Hinge[];
  readonly precedents: readonly PrecedentMatch[];
  readonly ranking: readonly Ranked[];
  readonly excluded: readonly Excluded[];
  readonly relaxations?: readonly Relaxation[];
  readonly warnings: readonly Warning[];
  readonly flips?: readonly Flip[];
  readonly stability?: readonly StabilityInterval[];
  readonly robustness?: { readonly samples: number; readonly seed: number; readonly standardError: number };
  readonly beyond: readonly { readonly protocol: string; readonly name: string; readonly score: number }[];
  readonly combination?: readonly Leg[];
}

/** What replaces the weights and minima that the answers give. */
export interface Overrides {
  readonly weight?: Readonly<Record<string, number>>;
  readonly must?: Readonly<Record<string, Grade>>;
}
