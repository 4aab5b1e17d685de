import { Chalk, type ChalkInstance } from 'chalk';

/** In a file of its own, so that only what paints loads it. Sixteen colours, which every terminal's theme has. */
export function painter(isColoured: boolean): ChalkInstance {
  return new Chalk({ level: isColoured ? 1 : 0 });
}
