import { NONE } from '../../core/answers.ts';
import type { Overrides } from '../../core/decision.ts';
import type { Answers, AnswerValue } from '../../core/model.ts';
import { UNPRINTABLE } from '../../text/printable.ts';

/** What a decision was made from, beside the answers. */
export interface CommandContext {
  readonly overrides?: Overrides | undefined;
  readonly all?: boolean | undefined;
  readonly rulesDirs: readonly string[];
  readonly isProjectIgnored: boolean;
}

/** The command that gives the same decision, ready to paste into a POSIX shell. */
export function equivalentCommand(
  answers: Answers,
  { overrides, all, rulesDirs, isProjectIgnored }: CommandContext,
): string {
  const words = ['wirewise', 'recommend'];
  for (const [question, answer] of Object.entries(answers)) addFlag(words, question, answer);
  for (const [criterion, weight] of Object.entries(overrides?.weight ?? {})) {
    words.push('--weight', `${criterion}=${weight}`);
  }
  for (const [criterion, grade] of Object.entries(overrides?.must ?? {})) words.push('--must', `${criterion}=${grade}`);
  for (const dir of rulesDirs) words.push('--rules', dir);
  if (isProjectIgnored) words.push('--no-project');
  if (all) words.push('--all');
  return words.map(shellQuote).join(' ');
}

function addFlag(words: string[], question: string, answer: AnswerValue): void {
  if (typeof answer === 'boolean') words.push(answer ? `--${question}` : `--no-${question}`);
  else words.push(`--${question}`, typeof answer === 'object' ? answer.join(',') || NONE : String(answer));
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
