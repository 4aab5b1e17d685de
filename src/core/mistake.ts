import type { Condition } from './condition/condition.ts';

/** `error`: it will not work; `warning`: it will hurt; `info`: to remember when building. */
export type Severity = 'error' | 'warning' | 'info';

/** A well-known mistake, and when to warn of it. */
export interface Mistake {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  /** The condition in words, for people. */
  readonly trigger: string;
  readonly when: Condition;
  /** When the warning would be a false alarm, in words; `unless` says it as a condition. */
  readonly guard: string;
  readonly unless: Condition;
  /** The consequence. May hold `{question-id}` and `{estimate.…}` placeholders. */
  readonly says: string;
  /** The fix; the same placeholders. */
  readonly instead: string;
  readonly source: string;
  /** The traffic model that gives this warning its numbers. */
  readonly estimate?: string;
}
