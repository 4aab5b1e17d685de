import { createPrompt, isEnterKey, isTabKey, useKeypress, useState } from '@inquirer/core';
import { type FrameContent, layOut } from './frame.ts';
import { commonHints, isEscape, rowAfter, type Screen, useTerminal } from './prompt-hooks.ts';
import type { NumberReading } from './read-number.ts';

export interface NumberConfig {
  /** The question. */
  readonly message: string;
  readonly screen: Screen;
  readonly heading: string;
  /** Unit, bounds, and the meaning of Enter alone. */
  readonly detail: string;
  readonly help: readonly string[];
  /** Answers to choose from, below the field. */
  readonly ready: readonly { readonly label: string; readonly value: number | null }[];
  /** The answer of Enter on the empty field; absent when it has none. */
  readonly previous?: number | undefined;
  /** Where the pointer starts: 0 is the field, 1 the first answer below it. */
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

/** A prompt with a field for a number, and answers to choose from below it. Typing moves the pointer to the field. */
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

  return layOut(frameOf(config, { active, text, helps, problem }), screen.size(), screen.paint);
});

interface NumberState {
  readonly active: number;
  readonly text: string;
  readonly helps: boolean;
  readonly problem: string;
}

function frameOf(config: NumberConfig, { active, text, helps, problem }: NumberState): FrameContent {
  return {
    heading: config.heading,
    asks: config.message,
    detail: config.detail,
    help: helps ? config.help : [],
    rows: [`Number: ${text}`, ...config.ready.map(({ label }) => label)],
    active,
    problem,
    hints: ['type or ↑↓', 'Enter choose', ...commonHints(config, helps)],
  };
}

/** Removes control characters from a typed line, and the question mark, which is the key for help. */
function clean(line: string): string {
  return line.replace(/[?\p{Cc}]/gu, '').slice(0, LONGEST_INPUT);
}
