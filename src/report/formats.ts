import type { Format } from './advice.ts';
import * as json from './json.ts';

/** The output formats by their names on the command line; each module is loaded on demand. */
export const FORMATS: Readonly<Record<string, Format>> = {
  text: { isPainted: true, load: () => import('./terminal/decision.ts') },
  // Loaded at once: scripts use it most, and it is one line.
  json: { isPainted: false, load: async () => json },
  markdown: { isPainted: false, isTitled: true, load: () => import('./markdown/page.ts') },
  adr: { isPainted: false, isTitled: true, load: () => import('./markdown/adr.ts') },
  html: { isPainted: false, isLive: true, load: () => import('./html/page.ts') },
  asyncapi: { isPainted: false, load: () => import('./asyncapi.ts') },
};
