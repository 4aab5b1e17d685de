import { defineConfig } from 'vitest/config';
import { textFiles } from '../../test/set-up/text-files.ts';
import { SurvivalFirst } from './survival-first.ts';

/** Starters against real servers and compilers. A missing server fails: the starters claim that each of them was run. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [textFiles()],
  test: {
    include: ['**/*.real.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Real programs against real clocks: once more where the machine was too busy. A fault fails twice.
    retry: 1,
    // One for each of the four long languages of the survival suite, whose rows begin while a processor is idle
    // (survival/tools/turns.ts). What ends first makes room for all other files.
    maxWorkers: 4,
    maxConcurrency: 16,
    sequence: { sequencer: SurvivalFirst },
  },
});
