/** Which pack each part of the rules comes from, and which cells a pack replaced. */
import type { Cell, Rules } from '../core/model.ts';
import { KIND_WORDS, KINDS } from './check/known-names.ts';
import { BENEATH, type Draft, type Kind } from './read/parsed-packs.ts';

/** One part of the rules that has a name, and the number of the pack that brought it, or {@link BENEATH}. */
export interface Origin {
  /** Such as "protocol". */
  readonly kind: string;
  readonly id: string;
  readonly pack: number;
}

/** A cell that a pack put in the place of another one. */
export interface Replacement {
  readonly protocol: string;
  readonly criterion: string;
  readonly from: Cell;
  readonly to: Cell;
  readonly pack: number;
  /** One for all cells of the file, where it gives one. */
  readonly reason?: string;
}

export interface Origins {
  /** By kind, then in the order of the packs. */
  readonly entries: readonly Origin[];
  /** In the order in which they were laid. */
  readonly replaced: readonly Replacement[];
}

/** @param base what lies beneath the packs of the draft, which must have no fault */
export function deriveOrigins(base: Rules, draft: Draft): Origins {
  return { entries: KINDS.flatMap((kind) => entriesOf(kind, base, draft)), replaced: replacements(base, draft) };
}

function entriesOf(kind: Kind, base: Rules, draft: Draft): Origin[] {
  const word = KIND_WORDS[kind];
  const beneath = base[kind].map(({ id }): Origin => ({ kind: word, id, pack: BENEATH }));
  const added = draft[kind].flatMap(({ data, pack }): Origin[] => (data ? [{ kind: word, id: data.id, pack }] : []));
  return [...beneath, ...added];
}

function replacements(base: Rules, draft: Draft): Replacement[] {
  const cells = new Map<string, Record<string, Cell>>();
  for (const { id, cells: row } of base.protocols) cells.set(id, { ...row });
  for (const { data } of draft.protocols) if (data) cells.set(data.id, cellsOf(data.cells));
  return draft.parts.flatMap(({ id, data, pack, reason }) => {
    const row = cells.get(id) ?? {};
    cells.set(id, row);
    return Object.entries(cellsOf(data ?? {})).flatMap(([criterion, to]): Replacement[] => {
      const from = row[criterion];
      row[criterion] = to;
      return from ? [{ protocol: id, criterion, from, to, pack, ...(reason !== undefined && { reason }) }] : [];
    });
  });
}

function cellsOf(data: NonNullable<Draft['parts'][number]['data']>): Record<string, Cell> {
  return Object.fromEntries(
    Object.entries(data).map(([id, { asOf, was, ...cell }]) => [
      id,
      { ...cell, ...(asOf !== undefined && { asOf }), ...(was !== undefined && { was }) },
    ]),
  );
}
