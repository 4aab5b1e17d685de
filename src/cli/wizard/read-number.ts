import type { Question } from '../../core/model.ts';

export type NumberReading = { readonly value: number } | { readonly problem: string };

/**
 * Reads the typed answer to a number question. The unit of the question may follow the number.
 *
 * @returns the number, or a message that says what to type instead
 */
export function readNumber(question: Question, typed: string): NumberReading {
  const text = withoutUnit(typed.trim(), question.unit);
  if (/^[+-]?[\d.]*\d,\d/.test(text)) {
    return { problem: 'Please leave commas out: a point before decimals, and nothing between thousands.' };
  }
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) {
    const alone = question.unit ? `, in ${question.unit}` : '';
    return { problem: `Please type a number alone${alone}, such as ${exampleFor(question)}.` };
  }
  const value = Number(text);
  const problem = boundProblem(question, value);
  return problem === undefined ? { value } : { problem };
}

function withoutUnit(text: string, unit: string | undefined): string {
  return unit && text.toLowerCase().endsWith(unit.toLowerCase()) ? text.slice(0, -unit.length).trim() : text;
}

function boundProblem({ above, atLeast, unit }: Question, value: number): string | undefined {
  const inUnit = unit ? ` (${unit})` : '';
  if (!Number.isFinite(value)) return 'That is more than can be counted. Please type a smaller number.';
  if (above !== undefined && value <= above) return `It has to be more than ${above}${inUnit}.`;
  if (atLeast !== undefined && value < atLeast) return `It has to be ${atLeast} or more${inUnit}.`;
  return undefined;
}

function exampleFor({ options, above, atLeast }: Question): number {
  const typical = options[Math.floor(options.length / 2)]?.value;
  return typeof typical === 'number' ? typical : Math.max(atLeast ?? 0, (above ?? 0) + 10);
}
