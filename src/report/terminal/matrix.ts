import { BEST_GRADE, type Criterion, type Protocol } from '../../core/model.ts';
import { forbiddenInWords } from '../../phrases/values.ts';
import type { ReportContext } from '../advice.ts';
import { heading, padEnd, widest, wrap } from './layout.ts';

export interface MatrixView {
  readonly protocols: readonly Protocol[];
  readonly criteria: readonly Criterion[];
  /** Whether to add the reasons, and corrections of what is often claimed. */
  readonly notes: boolean;
}

const GAP = '  ';
const SHORTEST_LABEL = 8;

/**
 * The comparison table, in as many blocks of columns as the width requires. The best grade of each row is green and has a
 * star, unless all grades of the row are equal.
 */
export function renderMatrix(view: MatrixView, context: ReportContext): string {
  const blocks = columnBlocks(view, context.width).map((protocols) =>
    renderBlock({ ...view, protocols }, view, context),
  );
  const notes = view.notes ? renderNotes(view, context) : [];
  const legend = context.paint.dim('* best of the row');
  const barred = view.protocols.flatMap(({ name, forbidden }) =>
    forbidden ? wrap(`${name}: ${forbiddenInWords(forbidden)}`, context.width) : [],
  );
  return `${[...blocks.flatMap((block) => [...block, '']), legend, ...barred, ...notes].join('\n')}\n`;
}

/** Splits the protocols into groups whose columns fit beside the labels; at least one in a group. */
function columnBlocks(view: MatrixView, width: number): Protocol[][] {
  const { protocols, criteria } = view;
  const room = width - labelWidth(view, width);
  const blocks: Protocol[][] = [];
  let used = Number.POSITIVE_INFINITY;
  for (const protocol of protocols) {
    const needed = Math.min(columnWidth(protocol, criteria) + GAP.length, room);
    if (used + needed > room) {
      blocks.push([]);
      used = 0;
    }
    blocks.at(-1)?.push(protocol);
    used += needed;
  }
  return blocks;
}

function renderBlock({ protocols, criteria }: MatrixView, all: MatrixView, { paint, width }: ReportContext): string[] {
  const label = labelWidth(all, width);
  const room = width - label - GAP.length;
  const widths = protocols.map((protocol) => Math.min(columnWidth(protocol, criteria), room));
  const head = protocols.map(({ name }, at) => GAP + padEnd(name, widths[at] ?? 0)).join('');
  const rows = criteria.map((criterion) => {
    const best = bestGrade(all.protocols, criterion);
    const cells = protocols.map((protocol, at) => {
      const cell = protocol.cells[criterion.id];
      const wins = cell?.grade === best;
      const text = padEnd(`${cell?.says ?? ''}${wins ? ' *' : ''}`, widths[at] ?? 0);
      return GAP + (wins ? paint.green(text) : cell?.grade === 0 ? paint.dim(text) : text);
    });
    return (padEnd(criterion.label, label) + cells.join('')).trimEnd();
  });
  return [paint.bold(padEnd('', label) + head).trimEnd(), ...rows];
}

function bestGrade(protocols: readonly Protocol[], criterion: Criterion): number | undefined {
  const grades = protocols.map((protocol) => protocol.cells[criterion.id]?.grade ?? 0);
  const best = Math.max(...grades);
  return Math.min(...grades) === best ? undefined : best;
}

function renderNotes({ protocols, criteria }: MatrixView, context: ReportContext): string[] {
  const { paint, width } = context;
  return criteria.flatMap((criterion) => [
    '',
    ...heading(`${criterion.label}: ${criterion.asks}`, context),
    ...protocols.flatMap((protocol) => {
      const cell = protocol.cells[criterion.id];
      if (!cell) return [];
      const age = cell.asOf ? `, as of ${cell.asOf}` : '';
      return [
        ...wrap(`${protocol.name} ${cell.grade}/${BEST_GRADE} ${cell.says}. ${cell.because}`, width, '  '),
        ...wrap(`${cell.source}${age}`, width, '    ').map((line) => paint.dim(line)),
        ...(cell.was
          ? wrap(`Often claimed: "${cell.was}". No longer true.`, width, '    ').map((line) => paint.yellow(line))
          : []),
      ];
    }),
  ]);
}

/** The width of the labels, cut if the widest column would not fit beside them. */
function labelWidth({ protocols, criteria }: MatrixView, width: number): number {
  const room = width - GAP.length - Math.max(...protocols.map((protocol) => columnWidth(protocol, criteria)));
  return Math.min(widest(criteria.map(({ label }) => label)), Math.max(room, SHORTEST_LABEL));
}

/** Width for the name and for every cell with its star. */
function columnWidth(protocol: Protocol, criteria: readonly Criterion[]): number {
  return Math.max(widest([protocol.name]), 2 + widest(criteria.map(({ id }) => protocol.cells[id]?.says ?? '')));
}
