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
}

/** One self-contained HTML file. */
export function skeleton({ title, header, main, footer, css = '' }: PageParts): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${styleOf(style + css)}</style>
</head>
<body>
${header}
<main>
${main}
</main>
${footer}
</body>
</html>
`.text;
}
