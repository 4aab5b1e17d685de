/** What comes out: the decision as plain JSON, schemaVersion 1. Every report is a view of it. */
import type { Answers, AnswerValue, Forbidden, Grade, Severity } from './model.ts';

/** Where a weight or a constraint comes from: a question and the answer given to it. */
export interface Cause {
  /** A question id, or the flag that overrode it: `--weight`, `--must`. */
  readonly question: string;
  readonly answer: AnswerValue;
  /** What it adds to the weight of the criterion, ≥ 0; absent on a hard constraint. */
  readonly weight?: number;
  /** The reason, as one whole sentence of the rules. */
  readonly says?: string;
}

/** What one criterion adds to a score. */
export interface Contribution {
  readonly criterion: string;
  /** Weight ≥ 0 as stated: baseline plus the weights of answers; not normalised. */
  readonly weight: number;
  readonly grade: Grade;
  /** 100 · weight · utility / Σ weights: the contributions of a protocol add up to its score. */
  readonly points: number;
  /** Empty when only the baseline counts. */
  readonly because: readonly Cause[];
}

/** A feasible protocol in the ranking. The three shares of SMAA-2 are absent where nothing was drawn. */
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

/** A protocol that is not ranked, and every reason why. */
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

/** A mistake that the answers lead to. */
export interface Warning {
  /** Of the mistake. */
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  /** The consequence, and what to do instead; answers and figures are filled in. */
  readonly says: string;
  readonly instead: string;
  /** A URL, or `judgement: why`. */
  readonly source: string;
  /** Present where a traffic model gives the figures and its questions are answered. */
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

/** Another protocol that works beside the recommended one, on a part of the way. */
export interface Leg {
  /** That part, such as "to browsers". */
  readonly leg: string;
  readonly protocol: string;
  readonly name: string;
  readonly why: string;
}

/** How far one weight may move before the first place changes, the others keeping their proportions. Shares 0 to 1. */
export interface StabilityInterval {
  readonly criterion: string;
  /** Its share of all weight now; it keeps the first place from `from` to `to`. */
  readonly share: number;
  readonly from: number;
  readonly to: number;
  /** Who takes over below `from` and above `to`; `null` where nobody does. */
  readonly challengerBelow: string | null;
  readonly challengerAbove: string | null;
}

/** The protocol to use: the first of the ranking, with what it needs beside it. */
export interface Recommendation {
  readonly protocol: string;
  readonly name: string;
  /** 0 to 100, unrounded. */
  readonly score: number;
  /** Points ahead of the second; `null` when it is the only feasible one. */
  readonly margin: number | null;
  /** Id of the second in the ranking; `null` when there is none. */
  readonly runnerUp: string | null;
  /** Absent where the rules have no confidence model, or nothing else is feasible. */
  readonly confidence?: Confidence;
  /** Share of the draws, 0 to 1, in which it ranks first, alone or tied; absent where nothing was drawn. */
  readonly acceptability?: number;
  readonly needs: readonly { readonly id: string; readonly says: string }[];
  /** The sentences of the rules that speak most for it against the other ranked protocols; strongest first. */
  readonly because: readonly string[];
}

/** How often advice with a lead like this agreed with published decisions. Shares 0 to 1. */
export interface Confidence {
  /** `clear` and `likely` name a winner; `close` means that the runner-up may be as good. */
  readonly level: 'clear' | 'likely' | 'close';
  /** Teams chose the same protocol. */
  readonly strict: number;
  /** Teams chose the same, or a reviewer would accept it. */
  readonly fair: number;
  /** Number of decisions that the shares were computed from. */
  readonly cases: number;
}

/** An open question and a likely answer that changes the first place. */
export interface Hinge {
  readonly question: string;
  /** The likeliest of the answers that lead to this winner. */
  readonly answer: AnswerValue;
  /** Id of the protocol that would rank first; `null` when none would be feasible. */
  readonly winner: string | null;
  /** Estimated probability, 0 to 1, that the answer is one of those that lead to this winner. */
  readonly likelihood: number;
}

/** A published decision like this one. */
export interface PrecedentMatch {
  readonly id: string;
  readonly title: string;
  readonly organisation: string;
  readonly year: number;
  readonly source: string;
  readonly chosen: readonly string[];
  /** 0 to 1; 1 when it agrees with every answer given. */
  readonly similarity: number;
  /** Whether the recommended protocol is among `chosen`; of a tie: one of the first. */
  readonly agrees: boolean;
}

/** The answer to "which protocol?", with all that led to it. */
export interface Decision {
  readonly schemaVersion: 1;
  readonly tool: {
    readonly name: string;
    readonly version: string;
    /** `name@version` of every pack, in the order in which they were laid; `sha256:` and the hash of their content. */
    readonly rules: { readonly packs: readonly string[]; readonly digest: string };
  };
  readonly answers: Answers;
  readonly overrides?: Overrides;
  /** Questions that bear on the decision, apply, and are not answered. */
  readonly unknown: readonly string[];
  readonly outcome: 'recommended' | 'tie' | 'none-feasible';
  /** `null` when nothing is feasible; of a tie, the first in id order. */
  readonly recommendation: Recommendation | null;
  /** Open questions whose likely answers would change the first place; the most likely first. */
  readonly hinges: readonly Hinge[];
  /** The published decisions nearest to these answers, at most three; none where none is near. */
  readonly precedents: readonly PrecedentMatch[];
  /** Best first, ties in id order; empty when nothing is feasible. */
  readonly ranking: readonly Ranked[];
  readonly excluded: readonly Excluded[];
  /** Present when nothing is feasible. */
  readonly relaxations?: readonly Relaxation[];
  readonly warnings: readonly Warning[];
  /** This and the next two are present where weights and answers were drawn. */
  readonly flips?: readonly Flip[];
  readonly stability?: readonly StabilityInterval[];
  /** What was drawn; `standardError` is the largest that a share can have, 0 to 0.5. */
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
