import { createPrompt, isEnterKey, isSpaceKey, isTabKey, useKeypress, useState } from '@inquirer/core';
import { layOut } from './frame.ts';
import { commonHints, isEscape, rowAfter, type Screen, useTerminal } from './prompt-hooks.ts';

/** A list to choose from. */
export interface ListConfig {
  /** The question. */
  readonly message: string;
  readonly screen: Screen;
  readonly heading: string;
  readonly help: readonly string[];
  readonly labels: readonly string[];
  /** By row: more about it, shortened to the line. */
  readonly notes?: readonly (string | undefined)[];
  /** A line under the question. */
  readonly detail?: string | undefined;
  /** Index of the row where the pointer starts. */
  readonly start: number;
  readonly canGoBack: boolean;
  readonly canReview: boolean;
  /** Indices of rows marked at the start. When present, several rows can be marked, and marks are the answer. */
  readonly marked?: readonly number[];
  /** Indices of rows that exclude all other marks. */
  readonly exclusive?: readonly number[];
}

export type ListReply =
  /** At least one index, in ascending order. */
  | { readonly kind: 'picked'; readonly indices: readonly number[] }
  | { readonly kind: 'back' }
  | { readonly kind: 'review' }
  | { readonly kind: 'cancelled' };

/** A prompt to pick one row of a list, or to mark several. */
export const listPrompt = createPrompt<ListReply, ListConfig>((config, done) => {
  const { labels, marked: preset, exclusive = [], screen } = config;
  const [active, setActive] = useState(config.start);
  const [marked, setMarked] = useState<readonly number[]>(preset ?? []);
  const [helps, setHelps] = useState(false);
  const [problem, setProblem] = useState('');
  useTerminal(screen, () => done({ kind: 'cancelled' }));

  useKeypress((key, rl) => {
    const typed = rl.line;
    rl.clearLine(0);
    setProblem('');
    const row = rowAfter(key, active, labels.length);
    if (row !== undefined) setActive(row);
    else if (isEscape(key) && config.canGoBack) done({ kind: 'back' });
    else if (isTabKey(key) && config.canReview) done({ kind: 'review' });
    else if (typed.includes('?')) setHelps(!helps);
    else if (preset && isSpaceKey(key)) setMarked(toggle(marked, active, exclusive));
    else if (isEnterKey(key)) {
      const isMarking = preset !== undefined && !exclusive.includes(active);
      const indices = marked.length > 0 || isMarking ? marked : [active];
      if (indices.length > 0) done({ kind: 'picked', indices });
      else
        setProblem(
          `Please mark at least one with Space, or choose ${exclusive.map((row) => `"${labels[row]}"`).join(' or ')}.`,
        );
    }
  });

  return layOut(
    {
      heading: config.heading,
      asks: config.message,
      ...(config.detail !== undefined && { detail: config.detail }),
      help: helps ? config.help : [],
      rows: preset ? labels.map((label, index) => `[${marked.includes(index) ? 'x' : ' '}] ${label}`) : labels,
      ...(config.notes && { notes: config.notes }),
      active,
      problem,
      hints: hintsOf(config, helps),
    },
    screen.size(),
    screen.paint,
  );
});

function toggle(marked: readonly number[], index: number, exclusive: readonly number[]): readonly number[] {
  if (marked.includes(index)) return marked.filter((one) => one !== index);
  if (exclusive.includes(index)) return [index];
  return [...marked.filter((one) => !exclusive.includes(one)), index].sort((a, b) => a - b);
}

function hintsOf(config: ListConfig, helps: boolean): string[] {
  const moves = config.marked ? ['Space mark', 'Enter go on'] : ['Enter choose'];
  return ['↑↓ move', ...moves, ...commonHints(config, helps)];
}
