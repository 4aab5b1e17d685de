/**
 * Tries many inputs of each kind. `npm test` tries a sample; `npm run fuzz` sets FUZZ_INPUTS to more. TEST_SEED tries
 * others, FUZZ_ONLY one kind.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import type { Fuzzer } from './fuzzer.ts';

const SAMPLE = 1500;
const inputs = Number(process.env['FUZZ_INPUTS'] ?? SAMPLE);
const only = process.env['FUZZ_ONLY'];
const figures: string[] = [];

const folder = join(import.meta.dirname, 'fuzzers');
const files = readdirSync(folder).filter((name) => name.endsWith('.ts'));
const found: { readonly fuzzer: Fuzzer }[] = await Promise.all(files.map((name) => import(join(folder, name))));
const fuzzers = found.map(({ fuzzer }) => fuzzer).filter(({ kind }) => only === undefined || kind === only);
const shares = fuzzers.reduce((sum, { share }) => sum + share, 0);

test.each(fuzzers)(
  '$kind',
  async ({ kind, share, trials }) => {
    const outcomes = new Map<string, number>();
    let slowestMs = 0;
    const numRuns = Math.ceil((inputs * share) / shares);
    const property = fc.asyncProperty(trials, async (trial) => {
      const start = performance.now();
      const outcome = await trial.run();
      slowestMs = Math.max(slowestMs, performance.now() - start);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    });
    await fc.assert(property, { numRuns });
    const tried = [...outcomes.values()].reduce((sum, count) => sum + count, 0);
    expect(tried).toBe(numRuns);
    const parts = [...outcomes].sort().map(([outcome, count]) => `${outcome} ${count}`);
    figures.push(
      `${kind.padEnd(16)} ${String(tried).padStart(8)}   ${parts.join(', ')}; slowest ${Math.round(slowestMs)} ms`,
    );
  },
  4 * 60 * 60 * 1000,
);

afterAll(() => {
  process.stderr.write(`Inputs that were tried:\n${figures.join('\n')}\n`);
});
