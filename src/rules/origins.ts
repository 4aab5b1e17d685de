/** Finds the pack that each part of the rules comes from, and the cells that packs replaced. */
import type { Rules } from '../core/model.ts';
import { mergeCells, type Replacement } from './build/cells.ts';
import { collectNames, KIND_WORDS, KINDS } from './check/known-names.ts';
import { BASE, type Kind, type ParsedPacks } from './read/parsed-packs.ts';

/** A named part of the rules, and the number of the pack that added it, or {@link BASE}. */
interface Origin {
  /** Such as "protocol". */
  readonly kind: string;
  readonly id: string;
  readonly pack: number;
}

export interface Origins {
  /** By kind, then in the order of the packs. */
  readonly entries: readonly Origin[];
  /** In the order of the packs. */
  readonly replaced: readonly Replacement[];
}

/** @param parsed packs without faults over the base rules */
export function deriveOrigins(base: Rules, parsed: ParsedPacks): Origins {
  const { replaced } = mergeCells(parsed, base, collectNames(parsed, base).criteria);
  return { entries: KINDS.flatMap((kind) => entriesOf(kind, base, parsed)), replaced };
}

function entriesOf(kind: Kind, base: Rules, parsed: ParsedPacks): Origin[] {
  const word = KIND_WORDS[kind];
  const ofBase = (base[kind] ?? []).map(({ id }): Origin => ({ kind: word, id, pack: BASE }));
  const added = parsed[kind].flatMap(({ data, pack }): Origin[] => (data ? [{ kind: word, id: data.id, pack }] : []));
  return [...ofBase, ...added];
}
