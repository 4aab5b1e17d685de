import { isDownKey, isUpKey, type KeypressEvent, useEffect, useState } from '@inquirer/core';
import type { ChalkInstance } from 'chalk';
import type { ScreenSize } from './frame.ts';

/** The terminal that a prompt is drawn on. */
export interface Screen {
  readonly paint: ChalkInstance;
  size(): ScreenSize;
  /** Calls back after each change of size, until the function that it returns is called. */
  onResize(listener: () => void): () => void;
}

/** Lets a prompt end when the terminal goes away, and draws it again when its size changes or after a stop. */
export function useTerminal(screen: Screen, onGone: () => void): void {
  const [, redraw] = useState(0);
  useEffect((rl) => {
    rl.on('close', onGone);
    rl.on('error', onGone);
    const stop = screen.onResize(() => redraw((count) => count + 1));
    // After Ctrl-Z and `fg` Node leaves readline paused, and the process would end for want of anything to wait for.
    rl.on('SIGCONT', () => {
      rl.resume();
      redraw((count) => count + 1);
    });
    return () => {
      stop();
      rl.removeListener('close', onGone);
    };
  }, []);
}

export function isEscape(key: KeypressEvent): boolean {
  return key.name === 'escape';
}

/** The row that an arrow key leads to, round in a circle; `undefined` for other keys. */
export function rowAfter(key: KeypressEvent, active: number, count: number): number | undefined {
  if (isUpKey(key)) return (active - 1 + count) % count;
  if (isDownKey(key)) return (active + 1) % count;
  return undefined;
}

/** The keys that every prompt has, and what they do. */
export function commonHints(
  { canGoBack, canReview }: { readonly canGoBack: boolean; readonly canReview: boolean },
  helps: boolean,
): string[] {
  return [
    helps ? '? close help' : '? what does this mean',
    ...(canGoBack ? ['Esc back'] : []),
    ...(canReview ? ['Tab review'] : []),
    'Ctrl-C quit',
  ];
}
