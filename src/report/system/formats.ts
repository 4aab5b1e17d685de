import type { SystemFormat } from './advice.ts';

/** The output formats of a system by their names on the command line; each module is loaded on demand. */
export const SYSTEM_FORMATS: Readonly<Record<string, SystemFormat>> = {
  text: { isPainted: true, load: () => import('./text.ts') },
  json: { isPainted: false, load: () => import('./json.ts') },
  markdown: { isPainted: false, isTitled: true, load: () => import('./markdown.ts') },
  adr: { isPainted: false, isTitled: true, load: () => import('./adr.ts') },
  html: { isPainted: false, load: () => import('./html.ts') },
  asyncapi: { isPainted: false, load: () => import('./asyncapi.ts') },
};
