import { createPrompt, isEnterKey, isTabKey, useKeypress, useState } from '@inquirer/core';
import { layOut } from './frame.ts';
import { commonHints, isEscape, rowAfter, type Screen, useTerminal } from './prompt-hooks.ts';
import type { NumberReading } from './read-number.ts';

export interface NumberConfig {
  /** The question itself. */
  readonly message: string;
  readonly screen: Screen;
  readonly heading: string;
  /** Unit and bounds, and what Enter alone means. */
  readonly detail: string;
  readonly help: readonly string[];
  /** Below the field: ready-made answers. */
  readonly ready: readonly { readonly label: string; readonly value: number | null }[];
  /** What Enter on the empty field means; absent: nothing. */
  readonly previous?: number | undefined;
  /** The pointer starts on the field (0) or on a ready-made answer (1 is the first). */
  readonly start: number;
  readonly canGoBack: boolean;
  readonly canReview: boolean;
  read(typed: string): NumberReading;
}

export type NumberReply =
  /** `null` is "not sure". */
  | { readonly kind: 'given'; readonly value: number | null }
  | { readonly kind: 'back' }
  | { readonly kind: 'review' }
  | { readonly kind: 'cancelled' };

const LONGEST_INPUT = 24;

/** A field for a number, and ready-made answers under it. Typing leads back to the field from wherever one is. */
export const numberPrompt = createPrompt<NumberReply, NumberConfig>((config, done) => {
  const { ready, screen } = config;
  const [active, setActive] = useState(config.start);
  const [text, setText] = useState('');
  const [helps, setHelps] = useState(false);
  const [problem, setProblem] = useState('');
  useTerminal(screen, () => done({ kind: 'cancelled' }));

  const submit = () => {
    const chosen = ready[active - 1];
    if (chosen) return done({ kind: 'given', value: chosen.value });
    if (text.trim() === '' && config.previous !== undefined) return done({ kind: 'given', value: config.previous });
    const reading = config.read(text);
    if ('value' in reading) done({ kind: 'given', value: reading.value });
    else setProblem(reading.problem);
  };

  useKeypress((key, rl) => {
    setProblem('');
    const row = rowAfter(key, active, ready.length + 1);
    const asksHelp = rl.line.includes('?');
    const typed = isEnterKey(key) || row !== undefined ? text : clean(rl.line);
    if (rl.line !== typed) {
      rl.clearLine(0);
      rl.write(typed);
    }
    if (row !== undefined) setActive(row);
    else if (isEscape(key) && config.canGoBack) done({ kind: 'back' });
    else if (isTabKey(key) && config.canReview) done({ kind: 'review' });
    else if (asksHelp) setHelps(!helps);
    else if (isEnterKey(key)) submit();
    else if (typed !== text) {
      setText(typed);
      setActive(0);
    }
  });

  return layOut(
    {
      heading: config.heading,
      asks: config.message,
      detail: config.detail,
      help: helps ? config.help : [],
      rows: [`Number: ${text}`, ...ready.map(({ label }) => label)],
      active,
      problem,
      hints: ['type or ↑↓', 'Enter choose', ...commonHints(config, helps)],
    },
    screen.size(),
    screen.paint,
  );
});

/** What a field shows: no tabs or other control characters, and not the question mark, which asks for help. */
function clean(line: string): string {
  return line.replace(/[?\p{Cc}]/gu, '').slice(0, LONGEST_INPUT);
}
