import type { CheckReporter } from './reporter.ts';

/** The formats of `check` by their names on the command line; each module is loaded on demand. */
export const CHECK_FORMATS: Readonly<Record<string, () => Promise<{ readonly render: CheckReporter }>>> = {
  text: () => import('./text.ts'),
  json: () => import('./json.ts'),
  github: () => import('./github.ts'),
  sarif: () => import('./sarif.ts'),
  junit: () => import('./junit.ts'),
};
