/** Which pack each part of the rules comes from, and which cells a pack replaced. */
import type { Rules } from '../core/model.ts';
import { mergeCells, type Replacement } from './build/cells.ts';
import { collectNames, KIND_WORDS, KINDS } from './check/known-names.ts';
import { BENEATH, type Draft, type Kind } from './read/parsed-packs.ts';

/** One part of the rules that has a name, and the number of the pack that brought it, or {@link BENEATH}. */
export interface Origin {
  /** Such as "protocol". */
  readonly kind: string;
  readonly id: string;
  readonly pack: number;
}

export interface Origins {
  /** By kind, then in the order of the packs. */
  readonly entries: readonly Origin[];
  /** In the order in which they were laid. */
  readonly replaced: readonly Replacement[];
}

/** @param base what lies beneath the packs of the draft, which must have no fault */
export function deriveOrigins(base: Rules, draft: Draft): Origins {
  const { replaced } = mergeCells(draft, base, collectNames(draft, base).criteria);
  return { entries: KINDS.flatMap((kind) => entriesOf(kind, base, draft)), replaced };
}

function entriesOf(kind: Kind, base: Rules, draft: Draft): Origin[] {
  const word = KIND_WORDS[kind];
  const beneath = base[kind].map(({ id }): Origin => ({ kind: word, id, pack: BENEATH }));
  const added = draft[kind].flatMap(({ data, pack }): Origin[] => (data ? [{ kind: word, id: data.id, pack }] : []));
  return [...beneath, ...added];
}
