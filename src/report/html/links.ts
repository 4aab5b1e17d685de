import { hostOf, isWebAddress } from '../phrases/labels.ts';
import { html, type Markup } from './markup.ts';

/** Text as a link to its source where that is a web address; a judgement gives the text alone. */
export function sourced(text: string, source: string | undefined): Markup {
  return source !== undefined && isWebAddress(source)
    ? html`<a href="${source}" rel="noreferrer">${text}</a>`
    : html`${text}`;
}

/** The source itself: a web address as a link that shows its host, everything else as text. */
export function sourceLink(source: string): Markup {
  return isWebAddress(source) ? sourced(hostOf(source), source) : html`${source}`;
}
