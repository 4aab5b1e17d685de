/** What comes out: the decision as plain JSON, schemaVersion 1. Every report is a view of it. */
import type { Answers, AnswerValue, Forbidden, Grade, Severity } from './model.ts';

/** Where a weight or a constraint comes from: a question and the answer given to it. */
export interface Cause {
  /** A question id, or the flag that overrode it: `--weight`, `--must`. */
  readonly question: string;
  readonly answer: AnswerValue;
}

/** What one criterion adds to a score. */
export interface Contribution {
  readonly criterion: string;
  /** As stated: baseline plus the weights of answers; not normalised. */
  readonly weight: number;
  readonly grade: Grade;
  /** 100 · weight · utility / Σ weights: the contributions of a protocol add up to its score. */
  readonly points: number;
  /** Empty when only the baseline counts. */
  readonly because: readonly Cause[];
}

export interface Ranked {
  /** Standard competition ranking: tied protocols share a rank ("1224"). */
  readonly rank: number;
  readonly protocol: string;
  readonly name: string;
  readonly tier: 'core' | 'extended';
  /** 0 to 100, unrounded. */
  readonly score: number;
  /** Share of the sampled weights and unknown answers that give it rank 1, 2, …; adds up to at most 1. */
  readonly rankAcceptability?: readonly number[];
  /** The average weights that put it first, by criterion, adding up to 1; `null` when nothing does. */
  readonly centralWeights?: Readonly<Record<string, number>> | null;
  /** Share of the unknown answers under which its own central weights put it first; `null` likewise. */
  readonly confidenceFactor?: number | null;
  /** Largest points first; criteria of weight 0 are left out. */
  readonly contributions: readonly Contribution[];
}

/** A minimum that a protocol does not reach. */
export interface Breach {
  readonly criterion: string;
  readonly minimum: Grade;
  readonly grade: Grade;
  readonly because: readonly Cause[];
}

export interface Excluded {
  readonly protocol: string;
  readonly name: string;
  readonly tier: 'core' | 'extended';
  /** Empty only where it is forbidden. */
  readonly breaks: readonly Breach[];
  /** Present: a rule pack forbids it, and no answer brings it back. */
  readonly forbidden?: Forbidden;
}

/** Traffic of one client in one hour, both directions, in bytes. */
export interface Estimate {
  readonly model: string;
  readonly pollBytesPerHour: number;
  readonly pushBytesPerHour: number;
  /** (poll − push) / poll: 0.95 saves 95 %, below 0 the change costs. */
  readonly saving: number;
  /** The numbers that went in, answers and constants alike. */
  readonly inputs: Readonly<Record<string, number | boolean>>;
  readonly source: string;
}

export interface Warning {
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  readonly says: string;
  readonly instead: string;
  readonly source: string;
  readonly estimate?: Estimate;
}

/** One answer that, when changed, changes the winner. */
export interface Flip {
  readonly question: string;
  /** `null` where the question is unanswered. */
  readonly from: AnswerValue | null;
  readonly to: AnswerValue;
  /** Id of the new recommendation (of a tie: the first in id order); `null`: none would be feasible. */
  readonly winner: string | null;
}

/** A minimum that, dropped alone, makes protocols feasible again. */
export interface Relaxation {
  readonly criterion: string;
  readonly minimum: Grade;
  readonly because: readonly Cause[];
  readonly bringsBack: readonly string[];
}

export interface Leg {
  readonly leg: string;
  readonly protocol: string;
  readonly name: string;
  readonly why: string;
}

/** How far one weight may move before the first place changes, the others keeping their proportions. Shares 0 to 1. */
export interface StabilityInterval {
  readonly criterion: string;
  readonly share: number;
  readonly from: number;
  readonly to: number;
  /** Who takes over below `from` and above `to`; `null` where nobody does. */
  readonly challengerBelow: string | null;
  readonly challengerAbove: string | null;
}

export interface Recommendation {
  readonly protocol: string;
  readonly name: string;
  readonly score: number;
  /** Points ahead of the second; `null` when it is the only feasible one. */
  readonly margin: number | null;
  readonly acceptability?: number;
  readonly needs: readonly { readonly id: string; readonly says: string }[];
}

export interface Decision {
  readonly schemaVersion: 1;
  readonly tool: {
    readonly name: string;
    readonly version: string;
    readonly rules: { readonly packs: readonly string[]; readonly digest: string };
  };
  readonly answers: Answers;
  readonly overrides?: Overrides;
  /** Questions that bear on the decision, apply, and are not answered. */
  readonly unknown: readonly string[];
  readonly outcome: 'recommended' | 'tie' | 'none-feasible';
  /** `null` when nothing is feasible; of a tie, the first in id order. */
  readonly recommendation: Recommendation | null;
  readonly ranking: readonly Ranked[];
  readonly excluded: readonly Excluded[];
  readonly relaxations?: readonly Relaxation[];
  readonly warnings: readonly Warning[];
  readonly flips?: readonly Flip[];
  readonly stability?: readonly StabilityInterval[];
  readonly robustness?: { readonly samples: number; readonly seed: number; readonly standardError: number };
  /** Extended protocols, not ranked here, that score more than the first; best first. */
  readonly beyond: readonly { readonly protocol: string; readonly name: string; readonly score: number }[];
  readonly combination?: readonly Leg[];
}

/** What overrides the questionnaire: criterion id → weight, criterion id → lowest acceptable grade. */
export interface Overrides {
  readonly weight?: Readonly<Record<string, number>>;
  readonly must?: Readonly<Record<string, Grade>>;
}
