import { afterEach, beforeEach } from 'vitest';
import { makeFolder, type Watched } from './program.ts';

/**
 * Gives each test of a file a folder of its own. `running` takes the programs that a test starts: after it they are
 * killed, and the folder is removed.
 */
export function eachTest(): { readonly folder: { readonly path: string }; readonly running: Watched[] } {
  let made: ReturnType<typeof makeFolder>;
  const running: Watched[] = [];
  beforeEach(() => {
    made = makeFolder();
  });
  afterEach(async () => {
    for (const program of running.splice(0)) await program.stop('SIGKILL');
    made.remove();
  });
  return {
    folder: {
      get path() {
        return made.path;
      },
    },
    running,
  };
}
