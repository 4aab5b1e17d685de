/**
 * The deciding part as a library: rules in, decision out. Without modules of Node, so that it runs in a browser, in
 * Deno and in Bun.
 */
import { checkAnswers as check, type AnswerProblem as Problem } from './core/answers.ts';
import { type DecideOptions, decide as decideChecked } from './core/decide.ts';
import type { Decision } from './core/decision.ts';
import type { Answers, Question, Rules } from './core/model.ts';
import { answerProblemInWords } from './phrases/messages.ts';

export type { DecideOptions } from './core/decide.ts';
export type * from './core/decision.ts';
export type * from './core/model.ts';
/** A problem of one answer; `message` is a sentence. */
export type AnswerProblem = Problem & { readonly message: string };

/** Valid answers, in the order of the questions, and the problems of the others. */
export interface CheckedAnswers {
  readonly answers: Answers;
  readonly problems: readonly AnswerProblem[];
}

/** Turns unchecked data into answers, and reports every problem. `null` means "not sure". */
export function checkAnswers(questions: readonly Question[], raw: unknown): CheckedAnswers {
  const { answers, problems } = check(questions, raw);
  return { answers, problems: problems.map((one) => ({ ...one, message: answerProblemInWords(one) })) };
}

/** Thrown for answers that cannot be used; `problems` holds all problems. */
export class AnswersError extends Error {
  readonly problems: readonly AnswerProblem[];

  constructor(problems: readonly AnswerProblem[]) {
    super(problems.map(({ message }) => message).join('\n'));
    this.name = 'AnswersError';
    this.problems = problems;
  }
}

/**
 * From answers to a decision, as `wirewise recommend --format json` prints it, without the starter and the command.
 *
 * @param rules of `loadRules`; they must not change afterwards
 * @param answers by question id; what is left out, or `null`, is unknown
 * @throws AnswersError when an answer is not one of its question's
 */
export function decide(rules: Rules, answers: unknown, options?: DecideOptions): Decision {
  const checked = checkAnswers(rules.questions, answers);
  if (checked.problems.length > 0) throw new AnswersError(checked.problems);
  return decideChecked(rules, checked.answers, options);
}
