import { hostOf, isWebAddress } from '../../phrases/labels.ts';
import { html, type Markup } from './markup.ts';

/** Text as a link to its source if that is a web address; for a judgement only the text. */
export function sourced(text: string, source: string | undefined): Markup {
  return source !== undefined && isWebAddress(source)
    ? html`<a href="${source}" rel="noreferrer">${text}</a>`
    : html`${text}`;
}

/** A source: a web address as a link that shows its host, anything else as text. */
export function sourceLink(source: string): Markup {
  return isWebAddress(source) ? sourced(hostOf(source), source) : html`${source}`;
}
