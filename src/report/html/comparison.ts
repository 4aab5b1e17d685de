/** The protocols compared: the ranking as bars, the capability matrix as a heat map. */
import type { Contribution, Ranked } from '../../core/decision.ts';
import { BEST_GRADE, type Protocol, type Rules } from '../../core/model.ts';
import { whyItCounts } from '../../phrases/decision.ts';
import { criterionLabel, percent, points } from '../../phrases/values.ts';
import { joined } from '../../text/lists.ts';
import type { Advice } from '../advice.ts';
import { sourced, sourceLink } from './links.ts';
import { html, type Markup } from './markup.ts';
import { folded, part } from './part.ts';
import { legend, type Segment, stackedBar } from './pictures.ts';

/** Number of criteria with a shade of their own in the bars; the others are combined. */
const NAMED = 6;

/** One protocol of the ranking: its row is a place, a name, a score and a bar. */
type RankingItem = (one: Ranked, row: Markup) => Markup;

/** Places of the ranking that a report shows at once. */
const SHOWN = 5;

/** The ranking of a report: the first places, and the others folded. */
export function shortRanking(advice: Pick<Advice, 'ranking'>, rules: Rules): Markup | undefined {
  return ranking(advice, rules, (_, row) => html`<li>${row}</li>`, SHOWN);
}

/**
 * A bar for each protocol: its points on the heaviest criteria, in the same order in every bar.
 *
 * @param item the list item of a row
 * @param shown number of places that are not folded
 */
export function ranking(
  { ranking: ranked }: Pick<Advice, 'ranking'>,
  rules: Rules,
  item: RankingItem,
  shown = Number.POSITIVE_INFINITY,
): Markup | undefined {
  const [first] = ranked;
  if (!first) return undefined;
  const weights = first.contributions.toSorted((a, b) => b.weight - a.weight);
  const total = weights.reduce((sum, { weight }) => sum + weight, 0);
  const named = weights.slice(0, NAMED);
  const entries = named.map(({ criterion, weight }, at) => ({
    shade: at + 1,
    mark: String(at + 1),
    says: `${criterionLabel(rules, criterion)}, ${percent(weight / total)}`,
  }));
  const rest = weights.length - named.length;
  const rows = ranked.map((one, at) =>
    item(
      one,
      html`<span class="place">${one.rank}</span> <span class="${one.rank === 1 ? 'first' : 'other'}">${one.name}</span> <span class="score">${points(one.score)}</span>${contributionBar(one, named, rules, at)}`,
    ),
  );
  const hidden = rows.slice(shown);
  const behind = ranked.slice(shown).map(({ name }) => name);
  return part('Ranking, of 100 points', [
    html`<ol class="plain ranking">${rows.slice(0, shown)}</ol>`,
    hidden.length > 0 &&
      folded(`${hidden.length} more: ${joined(behind)}`, html`<ol class="plain ranking">${hidden}</ol>`),
    legend([...entries, ...(rest > 0 ? [{ shade: 0, mark: '', says: `${rest} more criteria` }] : [])]),
  ]);
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

/** Protocols with a column, and criteria with a row. */
const COLUMNS = 5;
const ROWS = 12;

/**
 * Rows: the criteria with most weight. Columns: the best of the ranking.
 *
 * @param isFolded whether a reader has to open it
 */
export function matrix({ ranking: ranked }: Advice, rules: Rules, isFolded = false): Markup | undefined {
  const columns = ranked
    .slice(0, COLUMNS)
    .flatMap(({ protocol }) => rules.protocols.find(({ id }) => id === protocol) ?? []);
  const weighed = (ranked[0]?.contributions ?? []).toSorted((a, b) => b.weight - a.weight);
  const rows = weighed.slice(0, ROWS);
  if (columns.length === 0 || rows.length === 0) return undefined;
  const total = weighed.reduce((sum, { weight }) => sum + weight, 0);
  const label = columns.length > 1 ? `The first ${columns.length} compared` : 'Its capabilities';
  const more = weighed.length - rows.length;
  const body = html`<p>Grades from 0 (cannot) to ${BEST_GRADE} (native); the stronger the colour, the better. Below each grade: the points that it adds to the score. Each word is a link to its source.${more > 0 && ` ${more} more criteria weigh less.`}</p>
<p class="soft hint">The table scrolls sideways.</p>
<div class="scroll" role="region" aria-label="${label}" tabindex="0"><table class="heat">
<thead><tr><th scope="col">Criterion</th>${columns.map(({ name }) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows.map(({ criterion, weight }) => html`<tr><th scope="row">${criterionLabel(rules, criterion)}<small>${percent(weight / total)} of the total weight</small></th>${columns.map((protocol) => matrixCell(criterion, protocol, ranked))}</tr>`)}</tbody>
<tfoot><tr><th scope="row">Score, of 100</th>${columns.map(({ id }) => html`<td>${points(ranked.find(({ protocol }) => protocol === id)?.score ?? 0)}</td>`)}</tr></tfoot>
</table></div>`;
  return part(label, body, isFolded ? `Grades and points on the ${rows.length} heaviest criteria` : undefined);
}

function matrixCell(id: string, { id: protocol, cells }: Protocol, ranked: readonly Ranked[]): Markup {
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
  return html`<section>
<h2>Score breakdown with sources</h2>
${folded(`${winner.name}: why each of ${first.contributions.length} criteria counts, and the source of its grade`, evidenceTable(first, winner, rules))}
</section>`;
}

/** What each criterion adds to the score of a protocol, why it counts, and who says that it has this grade. */
export function evidenceTable({ contributions }: Ranked, { cells }: Protocol, rules: Rules): Markup {
  const rows = contributions.flatMap((one) => {
    const cell = cells[one.criterion];
    return cell ? [{ ...one, cell }] : [];
  });
  return html`<table>
<thead><tr><th scope="col">Criterion</th><th scope="col">Why it counts, and why it has this grade</th></tr></thead>
<tbody>${rows.map(({ cell, ...one }) => html`<tr><th scope="row">${criterionLabel(rules, one.criterion)}<small>${points(one.points)} points, grade ${cell.grade} of ${BEST_GRADE}</small></th><td><p>${whyItCounts(one, rules)}</p>${cell.because} <small>${sourceLink(cell.source)}${cell.asOf && `, as of ${cell.asOf}`}</small></td></tr>`)}</tbody>
</table>`;
}
