/** Merges the cells of protocols: those of criteria, of protocol files and of later packs. */
import type { Cell, Criterion, Rules } from '../../core/model.ts';
import { type Names, withCurrentNames } from '../check/known-names.ts';
import type { ParsedPacks } from '../read/parsed-packs.ts';

/** A cell that a pack put in the place of another one. */
export interface Replacement {
  readonly protocol: string;
  readonly criterion: string;
  readonly from: Cell;
  readonly to: Cell;
  readonly pack: number;
  /** The reason that the file gives for all of its cells. */
  readonly reason?: string;
}

export interface MergedCells {
  /** Protocol id to criterion id to cell. */
  readonly cells: ReadonlyMap<string, Readonly<Record<string, Cell>>>;
  /** In the order of the packs. */
  readonly replaced: readonly Replacement[];
}

/**
 * Merges cells in this order, the later ones override the earlier ones: `otherwise` of the criterion, `cells` of the
 * criterion, the protocol's own file, later packs. The cells of a protocol come in the order of the criteria.
 */
export function mergeCells(parsed: ParsedPacks, base: Rules | undefined, names: Names): MergedCells {
  const rows = new Map<string, Record<string, Cell>>();
  const ofCriteria = parsed.criteria.flatMap(({ data }) => (data ? [data] : []));
  const criteria: readonly Pick<Criterion, 'id' | 'otherwise'>[] = [...(base?.criteria ?? []), ...ofCriteria];
  const protocols = [...(base?.protocols ?? []), ...parsed.protocols.flatMap(({ data }) => (data ? [data] : []))];
  for (const { id, cells } of protocols) {
    const defaults = criteria.flatMap(({ id: name, otherwise }) => (otherwise ? [[name, otherwise] as const] : []));
    const inCriteria = ofCriteria.flatMap((one) => (one.cells?.[id] ? [[one.id, one.cells[id]] as const] : []));
    rows.set(id, { ...Object.fromEntries([...defaults, ...inCriteria]), ...withCurrentNames(cells, names) });
  }
  const replaced = parsed.parts.flatMap(({ id, data, pack, reason }) => {
    const row = rows.get(id) ?? {};
    rows.set(id, row);
    return Object.entries(withCurrentNames(data ?? {}, names)).flatMap(([criterion, to]): Replacement[] => {
      const from = row[criterion];
      row[criterion] = to;
      return from ? [{ protocol: id, criterion, from, to, pack, ...(reason !== undefined && { reason }) }] : [];
    });
  });
  const cells = [...rows].map(([id, row]) => [id, inOrder(row, criteria)] as const);
  return { cells: new Map(cells), replaced };
}

function inOrder(
  row: Readonly<Record<string, Cell>>,
  criteria: readonly Pick<Criterion, 'id'>[],
): Record<string, Cell> {
  return Object.fromEntries(criteria.flatMap(({ id }) => (row[id] ? [[id, row[id]] as const] : [])));
}
