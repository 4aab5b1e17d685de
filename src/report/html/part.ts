import { type Content, html, type Markup } from './markup.ts';

/** A section of a page. With a summary, what few readers need is folded behind it; on paper everything is open. */
export function part(title: string, body: Content, summary?: string): Markup {
  return html`<section>
<h2>${title}</h2>
${summary === undefined ? body : folded(summary, body)}
</section>`;
}

export function folded(summary: Content, body: Content): Markup {
  return html`<details><summary>${summary}</summary>
${body}</details>`;
}
