import type { Reporter } from './advice.ts';
import * as json from './json.ts';

/** Every output format by its name on the command line. A module is loaded only when its format is asked for. */
export const FORMATS: Readonly<Record<string, () => Promise<{ readonly render: Reporter }>>> = {
  text: () => import('./text.ts'),
  // Not on demand: scripts call it most, and it is one line.
  json: async () => json,
};
