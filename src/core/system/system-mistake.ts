import type { Condition, NumberRange } from '../condition/condition.ts';
import type { Severity } from '../mistake.ts';
import type { ComponentKind } from './component.ts';

/** What two channels may have in common: the data, the protocol, a component, or else the answer to a question. */
export const SHARED_BY_LEGS = ['data', 'protocol', 'component'] as const;

/** When to warn of a mistake in a system; all parts must hold. */
export interface SystemCondition {
  /** Different channels meet these, one each; the protocol of the channel counts as its first. */
  readonly legs?: readonly Condition[];
  /** What these channels share, of {@link SHARED_BY_LEGS} or question ids. Lists share when they have an entry in common. */
  readonly same?: readonly string[];
  /** What they do not share. */
  readonly differ?: readonly string[];
  /** At least so many components of a kind must be run; those in operation already do not count. */
  readonly components?: { readonly kind: ComponentKind; readonly atLeast: number };
  /** Points that an assignment with fewer components of that kind costs, over all channels. */
  readonly fewerCosts?: NumberRange;
}

/** A mistake that only a system of several channels shows. */
export interface SystemMistake {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  /** The condition in words, for people. */
  readonly trigger: string;
  readonly when: SystemCondition;
  /** The consequence. May hold `{legs}` and `{components}`. */
  readonly says: string;
  /** The fix; the same placeholders. */
  readonly instead: string;
  readonly source: string;
}
