/** English for problems that core and the readers report as codes with arguments. */
import type { AnswerProblem } from '../core/answers.ts';
import { didYouMean } from '../text/did-you-mean.ts';
import { joined } from '../text/lists.ts';
import { quote } from '../text/printable.ts';
import { acceptedUnits } from '../text/quantity.ts';

/**
 * One sentence.
 *
 * @param name how the reader knows a question; by default its id. `--latency`, for example, on a command line
 */
export function answerProblemInWords(problem: AnswerProblem, name = (question: string) => question): string {
  switch (problem.code) {
    case 'not-a-map':
      return 'Expected a map of answers, such as "direction: both".';
    case 'unknown-question': {
      const { question, known } = problem.args;
      return `Unknown question ${quote(question)}.${didYouMean(question, known)}`;
    }
    case 'wrong-type': {
      const { question, expected, unit, got } = problem.args;
      const what = expected === 'boolean' ? 'yes or no' : `a number${inUnit(unit)}, or one with ${units(unit)},`;
      return `Expected ${what} for ${name(question)}, got ${quote(got)}.`;
    }
    case 'out-of-range': {
      const { question, unit, above, atLeast, got } = problem.args;
      const bound = above !== undefined ? `above ${above}` : `of at least ${atLeast}`;
      return `Expected a number${inUnit(unit)} ${bound} for ${name(question)}, got ${got}.`;
    }
    case 'empty': {
      const { question, known } = problem.args;
      return `Expected at least one of ${known.join(', ')} for ${name(question)}.`;
    }
    case 'unknown-value': {
      const { question, known, got, takesSeveral } = problem.args;
      const parts = typeof got === 'string' && takesSeveral ? got.split(',').map((part) => part.trim()) : [];
      const isList = parts.length > 1 && parts.every((part) => known.includes(part));
      if (isList) return `Unknown value ${quote(got)} for ${name(question)}. Write a list: [${parts.join(', ')}].`;
      const hint = typeof got === 'string' ? didYouMean(got, known) : '';
      return `Unknown value ${quote(got)} for ${name(question)}. Expected ${known.join(', ')}.${hint}`;
    }
  }
}

/** "ms, s, min, h or d": what may follow a number. */
function units(unit: string | undefined): string {
  return joined(acceptedUnits(unit), 'or');
}

function inUnit(unit: string | undefined): string {
  return unit === undefined ? '' : ` (${unit})`;
}
