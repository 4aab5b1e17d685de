import type { AnswerValue, Rules } from '../../core/model.ts';
import { answerInWords } from '../wording.ts';
import { html, type Markup } from './markup.ts';

/** The label of a question; its id when the rules do not know it, as for `--weight`. */
export function questionLabel(rules: Rules, id: string): string {
  return rules.questions.find((question) => question.id === id)?.label ?? id;
}

/** An answer as the questionnaire words it; numbers with their unit. */
export function answerLabel(rules: Rules, id: string, answer: AnswerValue): string {
  const question = rules.questions.find((one) => one.id === id);
  if (typeof answer === 'number') return question?.unit ? `${answer} ${question.unit}` : String(answer);
  const values = typeof answer === 'object' ? answer : [answer];
  return values
    .map((value) => question?.options.find((option) => option.value === value)?.label ?? answerInWords(value))
    .join(', ');
}

/** Text as a link to its source where that is a web address; a judgement gives the text alone. */
export function sourced(text: string, source: string | undefined): Markup {
  return source !== undefined && isWebAddress(source)
    ? html`<a href="${source}" rel="noreferrer">${text}</a>`
    : html`${text}`;
}

/** The source itself: a web address as a link that shows its host, everything else as text. */
export function sourceLink(source: string): Markup {
  return isWebAddress(source) ? sourced(new URL(source).host.replace(/^www\./, ''), source) : html`${source}`;
}

/** Only these become links: `javascript:` and its like stay text. */
function isWebAddress(source: string): boolean {
  return /^https?:\/\//i.test(source) && URL.canParse(source);
}
