import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
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
    projects: [
      project('unit', { include: ['test/**/*.test.ts'], exclude: [...SHIPPED, ...PROCESS, ...HOSTILE] }, FROZEN_RULES),
      project('shipped', { include: SHIPPED }),
      project('process', { include: PROCESS }),
      project('hostile', { include: HOSTILE }, FROZEN_RULES),
    ],
  },
});

function project(name: string, files: { include: string[]; exclude?: string[] }, alias: Record<string, string> = {}) {
  const settings = { setupFiles: 'test/set-up/fast-check.ts', testTimeout: 30_000 };
  return { plugins: [textFiles()], resolve: { alias }, test: { name, ...settings, ...files } };
}
