/** The live result: the sections of the HTML report, and what a page can do with them. */
import type { Hinge, Ranked } from '../core/decision.ts';
import type { Rules } from '../core/model.ts';
import { answerLabel } from '../phrases/labels.ts';
import { headline, runnerUpInWords } from '../phrases/verdict.ts';
import type { Advice } from '../report/advice.ts';
import { evidenceTable, matrix, ranking } from '../report/html/comparison.ts';
import { html, type Markup } from '../report/html/markup.ts';
import { alsoNeeded, answers, excluded, starter, warnings } from '../report/html/practice.ts';
import { confidence, hinges, precedents, reasons, relaxations } from '../report/html/verdict.ts';
import type { Model } from './model.ts';
import { setByHand } from './set-by-hand.ts';
import { copyButton, takeAway } from './take-away.ts';

/** What stays in sight: the answer in a few words, and the steps back. */
export function top({ advice, timeline }: Model): Markup {
  const canStep = (steps: readonly unknown[]) => (steps.length > 0 ? 'false' : 'true');
  return html`<header class="top">
<div><h1 id="headline" tabindex="-1">${headline(advice)}</h1>
<p class="soft">${runnerUpInWords(advice) || `Protocol recommendation by ${advice.tool.name}`}</p></div>
<div class="row">
<nav class="row" aria-label="Parts of the page"><button type="button" data-focus="questions-title">Questions</button> <button type="button" data-focus="result-title">Result</button></nav>
<div class="row" role="group" aria-label="Steps">
<button type="button" data-do="undo" aria-disabled="${canStep(timeline.past)}" aria-keyshortcuts="Control+Z">Undo</button>
<button type="button" data-do="redo" aria-disabled="${canStep(timeline.future)}" aria-keyshortcuts="Control+Shift+Z">Redo</button>
</div>
</div>
</header>`;
}

export function result(model: Model): Markup {
  const { advice, rules, ui } = model;
  return html`<section class="result" aria-labelledby="result-title">
<h2 id="result-title" tabindex="-1">Result</h2>
${confidence(advice, rules)}
${[
  relaxations(advice, rules),
  reasons(advice, rules),
  hinges(advice, rules, (hinge) => tryButton(hinge, rules)),
  precedents(advice, rules),
  alsoNeeded(advice),
  warnings(advice, rules),
  ranking(advice, rules, (one, row) => openRow(one, row, rules, ui.open)),
  matrix(advice, rules),
  excluded(advice, rules),
  starterOf(advice, rules),
]}
${setByHand(advice, rules)}
${takeAway(model)}
<div class="paper">${answers(advice, rules)}</div>
</section>`;
}

function tryButton({ question, answer }: Hinge, rules: Rules): Markup {
  return html` <button type="button" data-try="${question}" data-answer="${JSON.stringify(answer)}">Try it<span class="unseen">: ${answerLabel(rules, question, answer)}</span></button>`;
}

/** A row of the ranking that opens: what each criterion adds. The table is long, so that it is only made when it is open. */
function openRow(one: Ranked, row: Markup, rules: Rules, open: Model['ui']['open']): Markup {
  const id = `rank-of-${one.protocol}`;
  const protocol = rules.protocols.find((known) => known.id === one.protocol);
  return html`<li><details id="${id}" data-lazy="${id}" ${open.has(id) ? html`open` : html``}><summary>${row}</summary>${open.has(id) && protocol && evidenceTable(one, protocol, rules)}</details></li>`;
}

function starterOf(advice: Advice, rules: Rules): Markup | undefined {
  const { recommendation, snippet } = advice;
  if (snippet) return starter(advice, rules, (path) => copyButton(`file:${path}`, path));
  if (!recommendation) return undefined;
  return html`<section>
<h2>Starter</h2>
<p>This page contains no starter for ${recommendation.name} in the language of your answers. "wirewise snippet ${recommendation.protocol}" prints one, or lists the languages that have one.</p>
</section>`;
}
