import type { Overrides } from '../core/decision.ts';
import type { Answers, AnswerValue } from '../core/model.ts';
import { UNPRINTABLE } from '../core/printable.ts';

/** What a decision was made from, beside the answers. */
export interface CommandContext {
  readonly overrides?: Overrides | undefined;
  readonly all?: boolean | undefined;
  readonly rulesDirs?: readonly string[];
}

/** The command that gives the same decision, ready to paste into a POSIX shell. */
export function equivalentCommand(answers: Answers, { overrides, all, rulesDirs = [] }: CommandContext): string {
  return [
    'wirewise',
    'recommend',
    ...Object.entries(answers).flatMap(([question, answer]) => flagFor(question, answer)),
    ...Object.entries(overrides?.weight ?? {}).flatMap(([criterion, weight]) => ['--weight', `${criterion}=${weight}`]),
    ...Object.entries(overrides?.must ?? {}).flatMap(([criterion, grade]) => ['--must', `${criterion}=${grade}`]),
    ...rulesDirs.flatMap((dir) => ['--rules', dir]),
    ...(all ? ['--all'] : []),
  ]
    .map(shellQuote)
    .join(' ');
}

function flagFor(question: string, answer: AnswerValue): string[] {
  if (typeof answer === 'boolean') return [answer ? `--${question}` : `--no-${question}`];
  return [`--${question}`, typeof answer === 'object' ? answer.join(',') : String(answer)];
}

/**
 * Single quotes, in which a POSIX shell takes every character as it is; left out where nothing needs them. What would
 * steer a terminal when it is printed, such as an escape in the name of a folder, is written out as bytes in `$'…'`.
 */
export function shellQuote(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  if (word.search(UNPRINTABLE) < 0) return `'${word.replaceAll("'", `'\\''`)}'`;
  const bytes = (char: string) =>
    [...new TextEncoder().encode(char)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
  return `$'${word.replace(/[\\']/g, '\\$&').replace(UNPRINTABLE, bytes)}'`;
}
