import { ELEMENTS, type LiveParts, liveBody, liveHead } from './live.ts';
import { type Content, html, type Markup, styleOf } from './markup.ts';
import style from './style.css';

/** A page loads nothing and runs no script; its style sheet is inline. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

interface PageParts {
  readonly title: string;
  readonly header: Markup;
  readonly main: Content;
  readonly footer: Markup;
  /** Style rules beside those of every page; no data. */
  readonly css?: string;
  /** The program that the page can turn into. */
  readonly live?: LiveParts | undefined;
}

/** One self-contained HTML file. */
export function skeleton({ title, css = '', live, ...parts }: PageParts): string {
  return html`<!doctype html>
<html lang="en">
<head>
${live ? liveHead(live, title) : stillHead(css, title)}
</head>
<body>
${live ? html`<div id="${ELEMENTS.report}">${liveButton()}${content(parts)}</div>\n${liveBody(live, true)}` : content(parts)}
</body>
</html>
`.text;
}

function stillHead(css: string, title: string): Markup {
  return html`<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${styleOf(style + css)}</style>`;
}

/** Hidden until the program of the page has started. */
function liveButton(): Markup {
  return html`<nav class="live"><button type="button" id="${ELEMENTS.live}" hidden>Try other answers</button></nav>\n`;
}

function content({ header, main, footer }: Pick<PageParts, 'header' | 'main' | 'footer'>): Markup {
  return html`${header}
<main>
${main}
</main>
${footer}`;
}
