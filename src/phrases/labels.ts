import type { Severity } from '../core/mistake.ts';
import type { AnswerValue, Rules } from '../core/model.ts';
import { withUnit } from '../text/quantity.ts';
import { answerInWords } from './values.ts';

/** The word in front of a mistake. */
export const SEVERITY_MARKS = { error: 'ERROR', warning: 'WARNING', info: 'NOTE' } satisfies Record<Severity, string>;

/** The label of a question; its id if the rules do not know it, as for `--weight`. */
export function questionLabel(rules: Rules, id: string): string {
  return rules.questions.find((question) => question.id === id)?.label ?? id;
}

/** The text of a question up to its question mark; its id if the rules do not know it, as for `--weight`. */
export function questionAsks(rules: Rules, id: string): string {
  const asks = rules.questions.find((question) => question.id === id)?.asks ?? id;
  return /^[^?]*\?/.exec(asks)?.[0] ?? asks;
}

/** An answer as the questionnaire shows it; numbers with their unit. */
export function answerLabel(rules: Rules, id: string, answer: AnswerValue): string {
  const question = rules.questions.find((one) => one.id === id);
  if (typeof answer === 'number') return withUnit(answer, question?.unit);
  const values = typeof answer === 'object' ? answer : [answer];
  return values
    .map((value) => question?.options.find((option) => option.value === value)?.label ?? answerInWords(value))
    .join(', ');
}

/** Whether a source is an http or https address, and so safe as a link. */
export function isWebAddress(source: string): boolean {
  return /^https?:\/\//i.test(source) && URL.canParse(source);
}

/** The host of an address, without `www.`. */
export function hostOf(address: string): string {
  return new URL(address).host.replace(/^www\./, '');
}
