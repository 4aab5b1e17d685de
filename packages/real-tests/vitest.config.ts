import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { textFiles } from '../../test/set-up/text-files.ts';

/** The survival suite first: its four files take the longest, and none of them should be left alone at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => moduleId.includes('/survival/');
    const rest = await super.sort(files.filter((file) => !isLong(file)));
    return [...files.filter(isLong), ...rest];
  }
}

/** Starters against real servers and compilers. A missing server fails: the starters claim that each of them was run. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [textFiles()],
  test: {
    include: ['**/*.real.ts'],
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000,
    hookTimeout: 90_000,
    maxWorkers: 2,
    // Most rows of the survival suite wait for a clock, not for a processor.
    maxConcurrency: 5,
  },
});
