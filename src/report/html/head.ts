import { html, type Markup, styleOf } from './markup.ts';

/** What the head of every page holds. It loads nothing, and its style sheet is inline. */
export function head(policy: string, title: string, style: string): Markup {
  return html`<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${styleOf(style)}</style>`;
}
