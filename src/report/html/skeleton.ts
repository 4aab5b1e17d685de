import { head } from './head.ts';
import { ELEMENTS, type LiveParts, liveBody, liveHead } from './live.ts';
import { type Content, html, type Markup } from './markup.ts';
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
${live ? liveHead(live, title) : head(POLICY, title, style + css)}
</head>
<body>
${live ? html`<div id="${ELEMENTS.report}">${liveButton()}${content(parts)}</div>\n${liveBody(live, true)}` : content(parts)}
</body>
</html>
`.text;
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
