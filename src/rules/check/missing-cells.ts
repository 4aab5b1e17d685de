/** Checks that every protocol has exactly one cell on every criterion. */
import type { Rules } from '../../core/model.ts';
import type { Findings } from '../../yaml/diagnostics.ts';
import type { Written } from '../../yaml/node.ts';
import { isId } from '../forms/basics.ts';
import { PROTOCOLS } from '../messages.ts';
import { BASE, type ParsedPacks } from '../read/parsed-packs.ts';
import type { Vocabulary } from './known-names.ts';

/** A protocol and its cells. */
interface Column {
  readonly id: string;
  readonly pack: number;
  /** Ids of the criteria of its cells, in its own file and in later packs. */
  readonly filled: ReadonlySet<string>;
  /** The cells of its own file; absent for a protocol of the base rules. */
  readonly cells?: Written;
}

/** A criterion and its own cells. */
interface Row {
  readonly id: string;
  readonly pack: number;
  /** Whether it has a cell for every protocol without one. */
  readonly hasOtherwise: boolean;
  /** Its own cells, by protocol. */
  readonly cells?: Written | undefined;
  /** Its id as it was written; absent for a criterion of the base rules. */
  readonly written?: Written;
}

/**
 * A missing cell is an error: it must not be read as "cannot". The error is placed in the pack that came later: at the
 * new criterion, or at the cells of the new protocol.
 */
export function checkMissingCells(
  parsed: ParsedPacks,
  base: Rules | undefined,
  names: Vocabulary,
  findings: Findings,
): void {
  const rows = allRows(parsed, base);
  for (const column of allColumns(parsed, base, names)) {
    for (const row of rows) {
      const own = row.cells?.child(column.id);
      if (own && column.cells?.child(row.id)) reportTwice(own, column, row, findings);
      if (own || row.hasOtherwise || column.filled.has(row.id)) continue;
      reportMissing(column, row, names, findings);
    }
  }
}

function reportTwice(own: Written, column: Column, row: Row, findings: Findings): void {
  const { file, line } = column.cells?.child(row.id)?.place('key') ?? own.place();
  findings.report(own.place('key'), PROTOCOLS.repeatedCell, { protocol: column.id, file, line });
}

function reportMissing(column: Column, row: Row, names: Vocabulary, findings: Findings): void {
  if (row.written && row.pack > column.pack) {
    // A protocol file that could not be read may hold the cell.
    if (!names.protocols.isComplete) return;
    findings.report(row.written.place(), PROTOCOLS.missingCellOf, { criterion: row.id, protocol: column.id });
  } else if (column.cells) {
    findings.report(column.cells.place('key'), PROTOCOLS.missingCell, { criterion: row.id });
  }
}

function allRows(parsed: ParsedPacks, base: Rules | undefined): Row[] {
  const ofBase = (base?.criteria ?? []).map(({ id, otherwise }) => ({
    id,
    pack: BASE,
    hasOtherwise: otherwise !== undefined,
  }));
  const written = parsed.criteria.flatMap(({ node, pack }): Row[] => {
    const id = node.child('id');
    const name = id?.text();
    if (!id || name === undefined || !isId(name)) return [];
    const hasOtherwise = node.child('otherwise') !== undefined;
    return [{ id: name, pack, hasOtherwise, cells: node.child('cells'), written: id }];
  });
  return [...ofBase, ...written];
}

function allColumns(parsed: ParsedPacks, base: Rules | undefined, { criteria }: Vocabulary): Column[] {
  const namesOf = (cells: Written | undefined) =>
    (cells?.keys() ?? []).map((name) => criteria.former.get(name) ?? name);
  const added = new Map<string, string[]>();
  for (const { id, cells } of parsed.parts) added.set(id, [...(added.get(id) ?? []), ...namesOf(cells)]);
  const ofBase = (base?.protocols ?? []).map(({ id, cells }) => {
    return { id, pack: BASE, filled: new Set([...Object.keys(cells), ...(added.get(id) ?? [])]) };
  });
  const written = parsed.protocols.flatMap(({ node, pack }): Column[] => {
    const id = node.child('id')?.text() ?? '';
    const cells = node.child('cells');
    return cells ? [{ id, pack, filled: new Set([...namesOf(cells), ...(added.get(id) ?? [])]), cells }] : [];
  });
  return [...ofBase, ...written];
}
