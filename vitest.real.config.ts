import { defineConfig } from 'vitest/config';

/** The starters against real servers and compilers. What is not installed fails: a proof is claimed for each. */
export default defineConfig({
  test: { include: ['test/real/**/*.real.ts'], testTimeout: 60_000, hookTimeout: 90_000, maxWorkers: 2 },
});
