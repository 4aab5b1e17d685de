/** The first screen: the recommendation, its reason and confidence, what would change it. */
import type { Ranked } from '../../core/decision.ts';
import type { Rules } from '../../core/model.ts';
import { beyondInWords, headline, reason, relaxationsInWords } from '../../phrases/decision.ts';
import { answerLabel, questionLabel } from '../../phrases/labels.ts';
import { acceptabilityInWords, stabilityInWords } from '../../phrases/sureness.ts';
import { percent, points, protocolName } from '../../phrases/values.ts';
import type { Advice } from '../advice.ts';
import { html, type Markup } from './markup.ts';
import { legend, stackedBar } from './pictures.ts';

export function verdict(advice: Advice, rules: Rules): Markup {
  const { recommendation, outcome } = advice;
  const summary = rules.protocols.find(({ id }) => id === recommendation?.protocol)?.summary;
  const isTie = outcome === 'tie';
  return html`<header>
<p class="kicker">Protocol recommendation by ${advice.tool.name}</p>
<h1>${headline(advice)}</h1>
${summary !== undefined && !isTie && html`<p class="lead">${summary}</p>`}
${recommendation && html`<p>${reason(advice, rules)}</p>`}
${beyond(advice)}
${recommendation && figures(advice)}
</header>`;
}

function figures({ recommendation, ranking: [, second] }: Advice): Markup {
  const { score, margin, acceptability } = recommendation ?? { score: 0, margin: null };
  const entries = [
    ['of 100 points', points(score)],
    ...(margin !== null && second ? [[`points ahead of ${second.name}`, points(margin)]] : []),
    ...(acceptability !== undefined ? [['of simulations rank it first', percent(acceptability)]] : []),
  ];
  return html`<dl class="figures">${entries.map(([says, value]) => html`<div><dt>${says}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function beyond(advice: Advice): Markup | undefined {
  const sentence = beyondInWords(advice);
  return sentence === undefined ? undefined : html`<p>${sentence}</p>`;
}

/** Smaller shares are combined. */
const SMALL = 0.01;
const SHADES = 6;

/** The shares of simulations that each protocol wins, as one bar, and of all ranks, as a table. */
export function sureness(advice: Advice, rules: Rules): Markup | undefined {
  const { recommendation, robustness, ranking, outcome } = advice;
  if (!recommendation || !robustness || outcome === 'tie') return undefined;
  const share = ({ rankAcceptability }: Ranked) => rankAcceptability?.[0] ?? 0;
  const winners = ranking.filter((one) => share(one) >= SMALL).slice(0, SHADES);
  const named = winners.map((one, at) => ({
    share: share(one),
    shade: at + 1,
    mark: String(at + 1),
    title: `${one.name} ${percent(share(one))}`,
  }));
  const others = 1 - winners.reduce((sum, one) => sum + share(one), 0);
  const rest = { share: others, shade: 0, mark: '', title: `another, or none feasible ${percent(others)}` };
  const segments = others < SMALL ? named : [...named, rest];
  return html`<section>
<h2>How sure</h2>
<p>${acceptabilityInWords(advice)} ${stabilityInWords(advice, rules)}</p>
${stackedBar({ id: 'draws', title: 'Share of simulations in which each protocol ranks first', says: segments.map(({ title }) => title).join(', '), segments })}
${legend(segments.map(({ shade, mark, title }) => ({ shade, mark, says: title })))}
${ranksTable(ranking)}
</section>`;
}

function ranksTable(ranking: readonly Ranked[]): Markup {
  const places = ranking.map((_, at) => at);
  return html`<p class="soft">Share of simulations in which a protocol takes each rank:</p>
<div class="scroll" role="region" aria-label="Rank acceptabilities" tabindex="0"><table class="heat shares">
<thead><tr><th scope="col">Protocol</th>${places.map((at) => html`<th scope="col">Rank ${at + 1}</th>`)}</tr></thead>
<tbody>${ranking.map(({ name, rankAcceptability = [] }) => html`<tr><th scope="row">${name}</th>${places.map((at) => shareCell(rankAcceptability[at] ?? 0))}</tr>`)}</tbody>
</table></div>`;
}

/** Each share from which a cell is one step darker. */
const STEPS = [0.05, 0.25, 0.5, 0.75];

function shareCell(share: number): Markup {
  return html`<td class="g${STEPS.filter((from) => share >= from).length}">${percent(share)}</td>`;
}

/** The single answers that change the first place. */
export function flips({ flips: list, recommendation }: Advice, rules: Rules): Markup | undefined {
  if (!recommendation || !list) return undefined;
  if (list.length === 0) return html`<section><h2>What would change it</h2><p>No single answer would.</p></section>`;
  return html`<section>
<h2>What would change it</h2>
<p>Each of these answers, alone, gives another winner.</p>
<table>
<thead><tr><th scope="col">Question</th><th scope="col">If the answer were</th><th scope="col">Then</th></tr></thead>
<tbody>${list.map(({ question, from, to, winner }) => html`<tr><th scope="row">${questionLabel(rules, question)}</th><td>${answerLabel(rules, question, to)}<small>now ${from === null ? 'open' : answerLabel(rules, question, from)}</small></td><td>${winner === null ? 'None feasible' : protocolName(rules, winner)}</td></tr>`)}</tbody>
</table>
</section>`;
}

/** If nothing is feasible: the requirements whose removal makes protocols feasible. */
export function relaxations(advice: Advice, rules: Rules): Markup | undefined {
  if (advice.outcome !== 'none-feasible') return undefined;
  return html`<section>
<h2>What to relax</h2>
<ul>${relaxationsInWords(advice, rules).map((line) => html`<li>${line}</li>`)}</ul>
</section>`;
}
