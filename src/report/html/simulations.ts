/** With `--samples`: the first place in simulations, and every answer that would change it. */
import type { Ranked } from '../../core/decision.ts';
import type { Rules } from '../../core/model.ts';
import { answerLabel, questionLabel } from '../../phrases/labels.ts';
import { acceptabilityInWords, firstShare, hasSureness, stabilityInWords } from '../../phrases/sureness.ts';
import { percent, protocolName } from '../../phrases/values.ts';
import type { Advice } from '../advice.ts';
import { html, type Markup } from './markup.ts';
import { legend, stackedBar } from './pictures.ts';

/** Smaller shares are combined. */
const SMALL = 0.01;
const SHADES = 6;

/** The share of simulations that each protocol wins, as one bar; all ranks and all flips as tables that open. */
export function simulations(advice: Advice, rules: Rules): Markup | undefined {
  if (!hasSureness(advice)) return undefined;
  const { ranking } = advice;
  const winners = ranking.filter((one) => firstShare(one) >= SMALL).slice(0, SHADES);
  const named = winners.map((one, at) => ({
    share: firstShare(one),
    shade: at + 1,
    mark: String(at + 1),
    title: `${one.name} ${percent(firstShare(one))}`,
  }));
  const others = 1 - winners.reduce((sum, one) => sum + firstShare(one), 0);
  const rest = { share: others, shade: 0, mark: '', title: `others ${percent(others)}` };
  const segments = others < SMALL ? named : [...named, rest];
  return html`<section>
<h2>With other weights or answers</h2>
<p>${acceptabilityInWords(advice)} ${stabilityInWords(advice, rules)}</p>
<details><summary>The simulations as a picture</summary>
${stackedBar({ id: 'draws', title: 'Share of simulations in which each protocol ranks first', says: segments.map(({ title }) => title).join(', '), segments })}
${legend(segments.map(({ shade, mark, title }) => ({ shade, mark, says: title })))}</details>
${ranksTable(ranking)}
${flips(advice, rules)}
</section>`;
}

/** Ranks with a column. */
const MOST_RANKS = 6;

function ranksTable(ranking: readonly Ranked[]): Markup {
  const places = ranking.slice(0, MOST_RANKS).map((_, at) => at);
  return html`<details><summary>How often each of the first ${places.length} takes each rank</summary>
<div class="scroll" role="region" aria-label="Rank acceptabilities" tabindex="0"><table class="heat shares">
<thead><tr><th scope="col">Protocol</th>${places.map((at) => html`<th scope="col">Rank ${at + 1}</th>`)}</tr></thead>
<tbody>${ranking.slice(0, MOST_RANKS).map(({ name, rankAcceptability = [] }) => html`<tr><th scope="row">${name}</th>${places.map((at) => shareCell(rankAcceptability[at] ?? 0))}</tr>`)}</tbody>
</table></div></details>`;
}

/** Each share from which a cell is one step darker. */
const STEPS = [0.05, 0.25, 0.5, 0.75];

function shareCell(share: number): Markup {
  return html`<td class="g${STEPS.filter((from) => share >= from).length}">${percent(share)}</td>`;
}

/** The single answers that change the first place; given ones, too. */
function flips({ flips: list = [] }: Advice, rules: Rules): Markup {
  if (list.length === 0) return html`<p>No single answer would change it.</p>`;
  return html`<details><summary>Answers that would change it, given ones too: ${list.length}</summary>
<table>
<thead><tr><th scope="col">Question</th><th scope="col">If the answer were</th><th scope="col">Then first</th></tr></thead>
<tbody>${list.map(({ question, from, to, winner }) => html`<tr><th scope="row">${questionLabel(rules, question)}</th><td>${answerLabel(rules, question, to)}<small>now ${from === null ? 'open' : answerLabel(rules, question, from)}</small></td><td>${winner === null ? 'None feasible' : protocolName(rules, winner)}</td></tr>`)}</tbody>
</table></details>`;
}
