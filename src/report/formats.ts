import type { Format } from './advice.ts';
import * as json from './json.ts';

/** Every output format by its name on the command line. A module is loaded only when its format is asked for. */
export const FORMATS: Readonly<Record<string, Format>> = {
  text: { isPainted: true, load: () => import('./terminal/decision.ts') },
  // Not on demand: scripts call it most, and it is one line.
  json: { isPainted: false, load: async () => json },
  markdown: { isPainted: false, isTitled: true, load: () => import('./markdown/page.ts') },
  adr: { isPainted: false, isTitled: true, load: () => import('./markdown/adr.ts') },
  html: { isPainted: false, load: () => import('./html/page.ts') },
  asyncapi: { isPainted: false, load: () => import('./asyncapi.ts') },
};
