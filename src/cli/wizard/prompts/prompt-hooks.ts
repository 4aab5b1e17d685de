import { isDownKey, isUpKey, type KeypressEvent, useEffect, useState } from '@inquirer/core';
import type { ChalkInstance } from 'chalk';
import type { ScreenSize } from './frame.ts';

/** The terminal of a prompt. */
export interface Screen {
  readonly paint: ChalkInstance;
  size(): ScreenSize;
  /** Calls `listener` after each change of size. @returns a function that ends this */
  onResize(listener: () => void): () => void;
  /** Calls `listener` when the stopped program goes on, once the terminal passes on each key again. @returns ends this */
  onContinue(listener: () => void): () => void;
}

/** Ends a prompt when the terminal is gone, and redraws it after a change of size or after Ctrl-Z and `fg`. */
export function useTerminal(screen: Screen, onGone: () => void): void {
  const [, redraw] = useState(0);
  useEffect((rl) => {
    rl.on('close', onGone);
    rl.on('error', onGone);
    const stop = screen.onResize(() => redraw((count) => count + 1));
    const goOn = () => {
      // After Ctrl-Z and `fg` readline is paused, and the process would end because nothing keeps it alive.
      rl.resume();
      redraw((count) => count + 1);
    };
    rl.on('SIGCONT', goOn);
    const stopContinuing = screen.onContinue(goOn);
    return () => {
      stop();
      stopContinuing();
      rl.removeListener('close', onGone);
    };
  }, []);
}

export function isEscape(key: KeypressEvent): boolean {
  return key.name === 'escape';
}

/** The row after an arrow key, with wrap-around, or after Home or End; `undefined` for other keys. */
export function rowAfter(key: KeypressEvent, active: number, count: number): number | undefined {
  if (isUpKey(key)) return (active - 1 + count) % count;
  if (isDownKey(key)) return (active + 1) % count;
  if (key.name === 'home') return 0;
  if (key.name === 'end') return count - 1;
  return undefined;
}

/** The keys of every prompt, and what they do. */
export function commonHints(
  { canGoBack, canReview }: { readonly canGoBack: boolean; readonly canReview: boolean },
  helps: boolean,
): string[] {
  return [
    helps ? '? close help' : '? what does this mean',
    ...(canGoBack ? ['Esc back'] : []),
    ...(canReview ? ['Tab result'] : []),
    'Ctrl-C quit',
  ];
}
