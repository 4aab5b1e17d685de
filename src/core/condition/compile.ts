import { chosenOptions } from '../answers.ts';
import type { Answers, AnswerTest, Condition, Option, Question, Rules, ValueTest } from '../model.ts';
import { mentionedQuestions } from './evaluate.ts';

/** Kleene's truth values as numbers, for the inner loop. */
const FALSE = 0;
export const TRUE = 1;
const UNKNOWN = 2;

/** By position of the question: the options that are chosen, as bits; 0 while it is open. */
export type Chosen = Int32Array;

export type Compiled = (chosen: Chosen) => number;

/** Turns conditions into functions over chosen options; what rests on given answers alone becomes a constant. */
export class ConditionCompiler {
  /** The options of the given answers. */
  readonly given: Chosen;
  private readonly rules: Rules;
  private readonly answers: Answers;
  private readonly position: ReadonlyMap<string, number>;

  constructor(rules: Rules, answers: Answers) {
    this.rules = rules;
    this.answers = answers;
    this.position = new Map(rules.questions.map(({ id }, at) => [id, at]));
    this.given = Int32Array.from(rules.questions, (question) => {
      const answer = answers[question.id];
      return answer === undefined ? 0 : bitsOf(question, chosenOptions(question, answer));
    });
  }

  compile(condition: Condition): Compiled {
    const whole = this.every(this.parts(condition));
    const isOpen = [...mentionedQuestions(condition)].some((id) => this.answers[id] === undefined);
    if (isOpen) return whole;
    const truth = whole(this.given);
    return () => truth;
  }

  private parts({ all = [], any, not, count, answers = {}, first, feasible, saving }: Condition): Compiled[] {
    const parts = Object.entries(answers).map(([id, test]) => this.test(id, test));
    parts.push(...all.map((part) => this.compile(part)));
    if (any) {
      const none = this.every(any.map((part) => this.negate(this.compile(part))));
      parts.push(this.negate(none));
    }
    if (not) parts.push(this.negate(this.compile(not)));
    if (count)
      parts.push(
        this.atLeast(
          count.atLeast,
          count.of.map((part) => this.compile(part)),
        ),
      );
    // There is no ranking and no estimate yet where answers are being drawn.
    if (first ?? feasible ?? saving) parts.push(() => UNKNOWN);
    return parts;
  }

  private test(id: string, test: AnswerTest): Compiled {
    const at = this.position.get(id);
    const question = at === undefined ? undefined : this.rules.questions[at];
    if (at === undefined || question === undefined) return () => UNKNOWN;
    if ('given' in test && this.answers[id] !== undefined) return () => (test.given ? TRUE : FALSE);
    if ('given' in test) return (chosen) => (((chosen[at] ?? 0) !== 0) === test.given ? TRUE : FALSE);
    if ('orUnknown' in test) {
      const inner = this.test(id, test.orUnknown);
      return (chosen) => (inner(chosen) === FALSE ? FALSE : TRUE);
    }
    const answer = this.answers[id];
    // An empty list has no bits, and yet it is an answer.
    if (typeof answer === 'object' && answer.length === 0) return () => FALSE;
    if (typeof answer === 'number' && !('is' in test)) {
      const truth = isWithin(test, answer) ? TRUE : FALSE;
      return () => truth;
    }
    const passing = bitsOf(
      question,
      question.options.filter(({ value }) => passes(test, value)),
    );
    return (chosen) => {
      const bits = chosen[at] ?? 0;
      return bits === 0 ? UNKNOWN : (bits & passing) !== 0 ? TRUE : FALSE;
    };
  }

  private negate(part: Compiled): Compiled {
    return (chosen) => {
      const truth = part(chosen);
      return truth === UNKNOWN ? UNKNOWN : 1 - truth;
    };
  }

  private every(parts: readonly Compiled[]): Compiled {
    return (chosen) => {
      let result = TRUE;
      for (const part of parts) {
        const truth = part(chosen);
        if (truth === FALSE) return FALSE;
        if (truth === UNKNOWN) result = UNKNOWN;
      }
      return result;
    };
  }

  private atLeast(wanted: number, parts: readonly Compiled[]): Compiled {
    return (chosen) => {
      const truths = parts.map((part) => part(chosen));
      if (truths.filter((truth) => truth === TRUE).length >= wanted) return TRUE;
      return truths.filter((truth) => truth !== FALSE).length >= wanted ? UNKNOWN : FALSE;
    };
  }
}

function bitsOf({ options }: Question, chosen: readonly Option[]): number {
  return options.reduce((bits, option, at) => (chosen.includes(option) ? bits | (1 << at) : bits), 0);
}

function passes(test: ValueTest, value: Option['value']): boolean {
  if ('is' in test) return typeof value !== 'number' && test.is.includes(value);
  return typeof value === 'number' && isWithin(test, value);
}

function isWithin(
  { from = Number.NEGATIVE_INFINITY, below = Number.POSITIVE_INFINITY }: { from?: number; below?: number },
  value: number,
): boolean {
  return value >= from && value < below;
}
