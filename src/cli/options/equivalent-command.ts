import { NONE } from '../../core/answers.ts';
import type { Overrides } from '../../core/decision.ts';
import type { Answers, AnswerValue } from '../../core/model.ts';
import { UNPRINTABLE } from '../../text/printable.ts';

/** What a decision depends on besides the answers. */
export interface CommandContext {
  readonly overrides?: Overrides | undefined;
  readonly all?: boolean | undefined;
  readonly rulesDirs: readonly string[];
  readonly isProjectIgnored: boolean;
}

/** The command that reproduces a decision, ready to paste into a POSIX shell. */
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
 * Quotes a word for a POSIX shell, in single quotes, and only where it needs them. Characters that would control a
 * terminal, such as an escape in the name of a folder, are written as bytes in `$'…'`.
 */
export function shellQuote(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  if (word.search(UNPRINTABLE) < 0) return `'${word.replaceAll("'", `'\\''`)}'`;
  const bytes = (char: string) =>
    [...new TextEncoder().encode(char)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
  return `$'${word.replace(/[\\']/g, '\\$&').replace(UNPRINTABLE, bytes)}'`;
}
