import type { Question } from '../../../core/model.ts';
import { acceptedUnits, parseQuantity } from '../../../text/quantity.ts';

export type NumberReading = { readonly value: number } | { readonly problem: string };

/**
 * Reads the typed answer to a number question. A unit may follow the number: `30s`, `2kB`.
 *
 * @returns the number, or a message that says what to type instead
 */
export function readNumber(question: Question, typed: string): NumberReading {
  const text = typed.trim();
  if (/^[+-]?[\d.]*\d,\d/.test(text)) {
    return { problem: 'Please leave commas out: a point before decimals, and nothing between thousands.' };
  }
  if (/^[+-]?[\d.]+e\d{3,}/i.test(text))
    return { problem: 'That is more than can be counted. Please type a smaller number.' };
  const value = parseQuantity(text, question.unit);
  if (value === undefined) return { problem: expectation(question) };
  const problem = boundProblem(question, value);
  return problem === undefined ? { value } : { problem };
}

/** "Please type a number in ms, such as 1000, or with a unit: ms, s, min, h, d." */
function expectation(question: Question): string {
  const { unit } = question;
  const inUnit = unit ? ` in ${unit}` : '';
  return `Please type a number${inUnit}, such as ${exampleFor(question)}, or with a unit: ${acceptedUnits(unit).join(', ')}.`;
}

function boundProblem({ above, atLeast, unit }: Question, value: number): string | undefined {
  const inUnit = unit ? ` (${unit})` : '';
  if (above !== undefined && value <= above) return `It has to be more than ${above}${inUnit}.`;
  if (atLeast !== undefined && value < atLeast) return `It has to be ${atLeast} or more${inUnit}.`;
  return undefined;
}

function exampleFor({ options, above, atLeast }: Question): number {
  const typical = options[Math.floor(options.length / 2)]?.value;
  return typeof typical === 'number' ? typical : Math.max(atLeast ?? 0, (above ?? 0) + 10);
}
