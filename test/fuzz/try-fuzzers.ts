/**
 * Tries many inputs of each kind. `npm test` tries a sample; `npm run fuzz` sets FUZZ_INPUTS to more. TEST_SEED tries
 * others, FUZZ_ONLY one kind.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Fuzzer } from './fuzzer.ts';

const SAMPLE = 1500;
const inputs = Number(process.env['FUZZ_INPUTS'] ?? SAMPLE);
const only = process.env['FUZZ_ONLY'];

const folder = join(import.meta.dirname, 'fuzzers');
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.ts'))
  .sort();

/**
 * Defines the tests of one half of the fuzzers, so that two cores share them; with FUZZ_ONLY the first half is that one.
 *
 * @param half 0 or 1
 */
export async function tryHalf(half: number): Promise<void> {
  const found: { readonly fuzzer: Fuzzer }[] = await Promise.all(files.map((name) => import(join(folder, name))));
  const fuzzers = found.map(({ fuzzer }) => fuzzer).filter(({ kind }) => only === undefined || kind === only);
  const shares = fuzzers.reduce((sum, { share }) => sum + share, 0);
  // 0, 1, 1, 0: the halves take about as long.
  const mine = fuzzers.filter((_, at) => ((at + 1) >> 1) % 2 === half);
  test.each(mine)('$kind', (fuzzer) => tryOne(fuzzer, Math.ceil((inputs * fuzzer.share) / shares)), HOURS);
}

const HOURS = 4 * 60 * 60 * 1000;

async function tryOne({ kind, trials }: Fuzzer, numRuns: number): Promise<void> {
  const outcomes = new Map<string, number>();
  let slowestMs = 0;
  const started = performance.now();
  const property = fc.asyncProperty(trials, async (trial) => {
    const start = performance.now();
    const outcome = await trial.run();
    slowestMs = Math.max(slowestMs, performance.now() - start);
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  });
  await fc.assert(property, { numRuns });
  const tried = [...outcomes.values()].reduce((sum, count) => sum + count, 0);
  expect(tried).toBe(numRuns);
  const rate = Math.round((1000 * tried) / (performance.now() - started));
  const parts = [...outcomes]
    .sort()
    .map(([outcome, count]) => `${outcome} ${count}`)
    .join(', ');
  const figures = `${kind.padEnd(16)} ${String(tried).padStart(8)}   ${parts}; ${rate} a second, slowest ${Math.round(slowestMs)} ms`;
  process.stderr.write(`${figures}\n`);
}
