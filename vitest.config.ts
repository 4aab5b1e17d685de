import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import { ByProject } from './test/set-up/by-project.ts';
import { textFiles } from './test/set-up/text-files.ts';

/** Tests of the rules that ship; all others run over test/frozen-rules/, so that a better grade changes no test. */
const SHIPPED = ['test/**/*.shipped.test.ts'];
/** Tests that start the built program. */
const PROCESS = ['test/**/*.process.test.ts'];
/** Many generated inputs, which nobody should notice. */
const HOSTILE = ['test/**/hostile/*.test.ts', 'test/**/hostile*.test.ts'];

const FROZEN_RULES = { '#rules': resolve(import.meta.dirname, 'dist.frozen/rules.cjs') };

export default defineConfig({
  test: {
    globalSetup: 'test/set-up/build.ts',
    // All cores: vitest leaves one idle else, which is half of a machine with two.
    maxWorkers: '100%',
    sequence: { sequencer: ByProject },
    projects: [
      project('unit', { include: ['test/**/*.test.ts'], exclude: [...SHIPPED, ...PROCESS, ...HOSTILE] }, FROZEN_RULES),
      project('shipped', { include: SHIPPED }),
      project('process', { include: PROCESS }),
      project('hostile', { include: HOSTILE }, FROZEN_RULES),
    ],
  },
});

interface Files {
  readonly include: string[];
  readonly exclude?: string[];
}

function project(name: string, files: Files, alias: Record<string, string> = {}) {
  // Loading all modules once for all files takes a third less time.
  const settings = {
    setupFiles: 'test/set-up/fast-check.ts',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    isolate: false,
    // Most of what a test makes is short-lived: with more room for it, collecting it takes a sixth less of all CPU time.
    execArgv: ['--max-semi-space-size=64'],
  };
  return { plugins: [textFiles()], resolve: { alias }, test: { name, ...settings, ...files } };
}
