import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exp, log, log2, log10 } from '../../src/core/arithmetic.ts';

/** Two units in the last place: one of ours, one of the engine's. */
const isNear = (a: number, b: number) => a === b || Math.abs(a - b) <= 2 * Number.EPSILON * Math.abs(b);

const finite = { noNaN: true, noDefaultInfinity: true } as const;

describe('exp and log', () => {
  test('agree with those of this engine, but for the last digit', () => {
    fc.assert(
      fc.property(fc.double({ min: -700, max: 700, ...finite }), (x) => isNear(exp(x), Math.exp(x))),
      {
        numRuns: 2000,
      },
    );
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1e300, ...finite }), (x) => isNear(log(x), Math.log(x))),
      {
        numRuns: 2000,
      },
    );
  });

  test('never fall where they should rise', () => {
    const steps = Array.from({ length: 4000 }, (_, at) => -2 + at / 1000);
    for (const [at, x] of steps.slice(1).entries()) expect(exp(x)).toBeGreaterThan(exp(steps[at] ?? 0));
  });

  test.each([
    [exp(0), 1],
    [exp(-1000), 0],
    [exp(1000), Number.POSITIVE_INFINITY],
    [exp(Number.NEGATIVE_INFINITY), 0],
    [exp(Number.NaN), Number.NaN],
    [log(1), 0],
    [log(0), Number.NEGATIVE_INFINITY],
    [log(-1), Number.NaN],
    [log(Number.NaN), Number.NaN],
    [log(Number.POSITIVE_INFINITY), Number.POSITIVE_INFINITY],
    [log(5e-324), Math.log(5e-324)],
    [log2(8), 3],
    [log10(0.001), -3],
  ])('%d is %d', (is, should) => {
    expect(is).toBe(should);
  });

  test('the logarithm of a power of ten is whole', () => {
    for (let power = -300; power <= 300; power++) expect(log10(Number(`1e${power}`))).toBe(power);
  });
});

test('core asks no engine for what may differ between engines', () => {
  const core = resolve(import.meta.dirname, '../../src/core');
  const files = readdirSync(core, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const inexact = /Math\.(exp|expm1|log|log2|log10|log1p|pow|cbrt|hypot|sinh?|cosh?|tanh?|a(sin|cos|tan)h?2?)\(/;
  const without = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
  expect(files.filter((name) => inexact.test(without(readFileSync(join(core, name), 'utf8'))))).toEqual([]);
});
