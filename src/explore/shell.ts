import { type LiveParts, liveBody, liveHead } from '../report/html/live.ts';
import { html } from '../report/html/markup.ts';

/** The file of `wirewise explore`: it holds all that it needs, and its program draws it. */
export function shell(parts: LiveParts): string {
  return html`<!doctype html>
<html lang="en">
<head>
${liveHead(parts, 'Protocol recommendation by wirewise')}
</head>
<body>
<noscript><p>This page needs JavaScript. "wirewise recommend --format html" writes one that does not.</p></noscript>
${liveBody(parts, false)}
</body>
</html>
`.text;
}
