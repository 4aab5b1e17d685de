/** The protocols compared: the ranking as bars, the capability matrix as a heat map. */
import type { Contribution, Ranked } from '../../core/decision.ts';
import { BEST_GRADE, type Criterion, type Protocol, type Rules } from '../../core/model.ts';
import { causesInWords, criterionLabel, percent, points } from '../../phrases/values.ts';
import type { Advice } from '../advice.ts';
import { sourced, sourceLink } from './links.ts';
import { html, type Markup } from './markup.ts';
import { legend, type Segment, stackedBar } from './pictures.ts';

/** Number of criteria with a shade of their own in the bars; the others are combined. */
const NAMED = 6;

/** A bar for each protocol: its points on the heaviest criteria, in the same order in every bar. */
export function ranking({ ranking: ranked }: Advice, rules: Rules): Markup | undefined {
  const [first] = ranked;
  if (!first) return undefined;
  const weights = first.contributions.toSorted((a, b) => b.weight - a.weight);
  const total = weights.reduce((sum, { weight }) => sum + weight, 0);
  const named = weights.slice(0, NAMED);
  const entries = named.map(({ criterion, weight }, at) => ({
    shade: at + 1,
    mark: String(at + 1),
    says: `${criterionLabel(rules, criterion)}, ${percent(weight / total)} of all weight`,
  }));
  const rest = weights.length - named.length;
  return html`<section>
<h2>Ranking</h2>
<ol class="plain ranking">${ranked.map((one, at) => html`<li><span class="place">${one.rank}</span> <span class="${one.rank === 1 ? 'first' : 'other'}">${one.name}</span> <span class="score">${points(one.score)}</span>${contributionBar(one, named, rules, at)}</li>`)}</ol>
${legend([...entries, ...(rest > 0 ? [{ shade: 0, mark: '', says: `${rest} more criteria` }] : [])])}
</section>`;
}

function contributionBar(
  { name, score, contributions }: Ranked,
  named: readonly Contribution[],
  rules: Rules,
  at: number,
): Markup {
  const pieces = named.map(({ criterion }, index): Segment => {
    const gained = contributions.find((one) => one.criterion === criterion)?.points ?? 0;
    return {
      share: gained / 100,
      shade: index + 1,
      mark: String(index + 1),
      title: `${criterionLabel(rules, criterion)} ${points(gained)}`,
    };
  });
  const others = score / 100 - pieces.reduce((sum, { share }) => sum + share, 0);
  const rest = { share: Math.max(others, 0), shade: 0, mark: '', title: `Other criteria ${points(others * 100)}` };
  const segments = [...pieces, rest].filter(({ share }) => share > 0);
  const says = segments.map(({ title }) => title).join(', ');
  return stackedBar({ id: `rank-${at + 1}`, title: `${name}: ${points(score)} of 100`, says, segments });
}

/** Rows: the criteria of the comparison table and those with weight. Columns: the ranked protocols, or if there are none the excluded. */
export function matrix(advice: Advice, rules: Rules): Markup | undefined {
  const { ranking: ranked, excluded } = advice;
  const ids = (ranked.length > 0 ? ranked : excluded).map(({ protocol }) => protocol);
  const columns = ids.flatMap((id) => rules.protocols.find((protocol) => protocol.id === id) ?? []);
  if (columns.length === 0) return undefined;
  const weighed = new Map(ranked[0]?.contributions.map((one) => [one.criterion, one]));
  const rows = rules.criteria.filter(({ id, table }) => table || weighed.has(id));
  const total = [...weighed.values()].reduce((sum, { weight }) => sum + weight, 0);
  return html`<section>
<h2>Capability matrix</h2>
<p>Grades from 0 (cannot) to ${BEST_GRADE} (native); the stronger the colour, the better${ranked.length > 0 && '; points are what the grade adds to the score'}. Words lead to their source.</p>
<div class="scroll" role="region" aria-label="Capability matrix" tabindex="0"><table class="heat">
<thead><tr><th scope="col">Criterion</th>${columns.map(({ name }) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows.map((criterion) => html`<tr><th scope="row">${criterion.label}${ranked.length > 0 && weightNote(weighed.get(criterion.id), total)}</th>${columns.map((protocol) => matrixCell(criterion, protocol, ranked))}</tr>`)}</tbody>
${ranked.length > 0 && html`<tfoot><tr><th scope="row">Score</th>${columns.map(({ id }) => html`<td>${points(ranked.find(({ protocol }) => protocol === id)?.score ?? 0)}</td>`)}</tr></tfoot>`}
</table></div>
</section>`;
}

function weightNote(contribution: Contribution | undefined, total: number): Markup {
  if (!contribution) return html`<small>no weight</small>`;
  return html`<small>${percent(contribution.weight / total)}, ${causesInWords(contribution.because)}</small>`;
}

function matrixCell({ id }: Criterion, { id: protocol, cells }: Protocol, ranked: readonly Ranked[]): Markup {
  const cell = cells[id];
  if (!cell) return html`<td>not graded</td>`;
  const gained = ranked
    .find((one) => one.protocol === protocol)
    ?.contributions.find(({ criterion }) => criterion === id);
  return html`<td class="g${cell.grade}" title="${cell.because}"><b>${cell.grade}</b>${sourced(cell.says, cell.source)}${gained && html`<small>+${points(gained.points)}</small>`}</td>`;
}

/** The reason of each grade of the winner that has weight, with its source. */
export function evidence({ ranking: [first] }: Advice, rules: Rules): Markup | undefined {
  const winner = rules.protocols.find(({ id }) => id === first?.protocol);
  if (!first || !winner) return undefined;
  const rows = first.contributions.flatMap((one) => {
    const cell = winner.cells[one.criterion];
    return cell ? [{ ...one, cell }] : [];
  });
  return html`<section>
<h2>Score breakdown with sources</h2>
<table>
<thead><tr><th scope="col">Criterion</th><th scope="col">Because</th></tr></thead>
<tbody>${rows.map(({ criterion, points: gained, cell }) => html`<tr><th scope="row">${criterionLabel(rules, criterion)}<small>${points(gained)} points, grade ${cell.grade} of ${BEST_GRADE}</small></th><td>${cell.because} <small>${sourceLink(cell.source)}${cell.asOf && `, as of ${cell.asOf}`}</small></td></tr>`)}</tbody>
</table>
</section>`;
}
