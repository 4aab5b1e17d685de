/** What a user of the page has decided so far, with undo. Plain data, which never changes in place. */
import { checkAnswers } from '../core/answers.ts';
import type { Overrides } from '../core/decision.ts';
import type { Answers, AnswerValue, Question } from '../core/model.ts';
import { asGrade, mergeOverrides } from '../core/overrides.ts';

/** What a decision is made from. */
export interface State {
  /** Checked, in the order of the questions. */
  readonly answers: Answers;
  /** Weights and lowest grades that were set by hand; absent where there are none. */
  readonly overrides?: Overrides | undefined;
  /** Whether only the core protocols are ranked. */
  readonly core: boolean;
}

/** A state, those before it, and those that were undone; the nearest is the last of each list. */
export interface Timeline {
  readonly now: State;
  readonly past: readonly State[];
  readonly future: readonly State[];
  /** The text field whose last keys made this state; further keys there belong to the same step. */
  readonly typing?: string | undefined;
}

/** A state with nothing answered. */
export const NOTHING: State = { answers: {}, core: false };

/** Steps that can be undone. */
const MOST_STEPS = 500;

export function timelineOf(now: State): Timeline {
  return { now, past: [], future: [] };
}

/**
 * The timeline with one more step; the same one where nothing changes.
 *
 * @param typing the question whose text field the change was typed into
 */
export function stepTo(timeline: Timeline, next: State, typing?: string): Timeline {
  const { now, past } = timeline;
  if (isSame(now, next)) return timeline;
  const isSameStep = typing !== undefined && timeline.typing === typing;
  return { now: next, past: isSameStep ? past : [...past, now].slice(-MOST_STEPS), future: [], typing };
}

/** The same one where there is nothing to undo. */
export function undo({ now, past, future }: Timeline): Timeline {
  const before = past.at(-1);
  return before === undefined
    ? { now, past, future }
    : { now: before, past: past.slice(0, -1), future: [...future, now] };
}

/** The same one where nothing was undone. */
export function redo({ now, past, future }: Timeline): Timeline {
  const after = future.at(-1);
  return after === undefined
    ? { now, past, future }
    : { now: after, past: [...past, now], future: future.slice(0, -1) };
}

/** @param answer `undefined` for "not sure"; one that is no answer of the question counts as that, too */
export function withAnswer(
  questions: readonly Question[],
  state: State,
  id: string,
  answer: AnswerValue | undefined,
): State {
  const { [id]: _, ...others } = state.answers;
  const given = answer === undefined ? others : { ...others, [id]: answer };
  return { ...state, answers: checkAnswers(questions, given).answers };
}

/** With one weight or lowest grade set by hand. */
export function withOverride(state: State, kind: keyof Overrides, criterion: string, value: number): State {
  const grade = asGrade(value);
  if (kind === 'must' && grade === undefined) return state;
  const set =
    kind === 'must' && grade !== undefined ? { must: { [criterion]: grade } } : { weight: { [criterion]: value } };
  return { ...state, overrides: mergeOverrides(state.overrides, set) };
}

/** Without one weight or lowest grade that was set by hand. */
export function withoutOverride(state: State, kind: keyof Overrides, criterion: string): State {
  const { [criterion]: _, ...others } = state.overrides?.[kind] ?? {};
  const overrides = Object.fromEntries(
    Object.entries({ ...state.overrides, [kind]: others }).filter(([, map]) => Object.keys(map ?? {}).length > 0),
  );
  return { ...state, overrides: Object.keys(overrides).length > 0 ? overrides : undefined };
}

export function isSame(a: State, b: State): boolean {
  return JSON.stringify([a.answers, a.overrides, a.core]) === JSON.stringify([b.answers, b.overrides, b.core]);
}
