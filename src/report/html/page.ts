import type { Rules } from '../../core/model.ts';
import { thousands } from '../../phrases/values.ts';
import { headline } from '../../phrases/verdict.ts';
import type { Advice, DocumentReporter } from '../advice.ts';
import { evidence, matrix, ranking } from './comparison.ts';
import { ELEMENTS, liveBody, liveHead } from './live.ts';
import { html, type Markup, styleOf } from './markup.ts';
import { alsoNeeded, answers, excluded, reproduce, starter, warnings } from './practice.ts';
import { simulations } from './simulations.ts';
import style from './style.css';
import { hinges, precedents, reasons, relaxations, verdict } from './verdict.ts';

/** The page loads nothing and runs no script; its style sheet is inline. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/**
 * The advice as one self-contained HTML file for screens of any size, light and dark, and for paper. With `live` it has a
 * button that turns it into the page of `wirewise explore`.
 */
export const render: DocumentReporter = (advice, { rules, live }) =>
  html`<!doctype html>
<html lang="en">
<head>
${live ? liveHead(live, titleOf(advice)) : head(titleOf(advice))}
</head>
<body>
${live ? html`<div id="${ELEMENTS.report}">${liveButton()}${content(advice, rules)}</div>\n${liveBody(live, true)}` : content(advice, rules)}
</body>
</html>
`.text;

function titleOf(advice: Advice): string {
  return `${headline(advice)} – ${advice.tool.name}`;
}

function head(title: string): Markup {
  return html`<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${styleOf(style)}</style>`;
}

/** Hidden until the program of the page has started. */
function liveButton(): Markup {
  return html`<nav class="live"><button type="button" id="${ELEMENTS.live}" hidden>Try other answers</button></nav>\n`;
}

function content(advice: Advice, rules: Rules): Markup {
  return html`${verdict(advice, rules)}
<main>
${[
  relaxations(advice, rules),
  reasons(advice, rules),
  answers(advice, rules),
  hinges(advice, rules),
  precedents(advice, rules),
  alsoNeeded(advice),
  warnings(advice, rules),
  ranking(advice, rules),
  matrix(advice, rules),
  evidence(advice, rules),
  excluded(advice, rules),
  simulations(advice, rules),
  reproduce(advice),
  starter(advice, rules),
]}
</main>
${origin(advice)}`;
}

function origin({ tool, robustness }: Advice): Markup {
  const draws = robustness && ` ${thousands(robustness.samples)} simulations, seed ${robustness.seed}.`;
  return html`<footer><p>${tool.name} ${tool.version}, rules ${tool.rules.packs.join(', ')} <code>${tool.rules.digest}</code>.${draws}</p></footer>`;
}
