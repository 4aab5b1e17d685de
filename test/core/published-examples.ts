import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const row = z.array(z.number());
const matrix = z.array(row);
const directions = z.array(z.enum(['min', 'max']));
const challengers = z.array(z.number().nullable());
const smaaTolerance = z.object({
  rankAcceptability: z.number(),
  centralWeights: z.number(),
  confidenceFactor: z.number(),
});
const weightedSum = z.object({ weights: row, matrix, scores: row, ranks: row, tolerance: z.number() });
const intervals = z.object({ intervals: matrix, challengersBelow: challengers, challengersAbove: challengers });
const uncertain = z.object({
  mean: matrix,
  deviation: matrix,
  rankAcceptability: matrix,
  centralWeights: matrix,
  confidenceFactor: row,
  tolerance: smaaTolerance,
});
const exactSmaa = z.object({ matrix, firstRankAcceptability: row, centralWeights: matrix, confidenceFactor: row });

const Examples = z.object({
  'wsm-triantaphyllou-tie': weightedSum.extend({ intervals: matrix }),
  'wsm-kracka-2010': weightedSum.extend({ directions }),
  'fighter-aircraft': weightedSum.extend({ directions, ...intervals.shape }),
  'belton-gear-1983': z.object({
    weights: row,
    matrix,
    added: row,
    onColumnSums: z.object({ before: row, after: row }),
    onFixedScale: z.object({ before: row, after: row }),
    tolerance: z.number(),
  }),
  'triantaphyllou-sanchez-1997': weightedSum.extend({
    ...intervals.shape,
    changes: z.array(z.object({ rival: z.number(), by: challengers })),
  }),
  'smaa-thrombo': uncertain.extend({ withExactWeights: z.object({ weights: row, rankAcceptability: matrix }) }),
  'smaa-hansen': uncertain.extend({
    correlation: matrix,
    certain: z.object({ firstRankAcceptability: row, tolerance: z.number() }),
  }),
  'smaa-dominated': z.object({
    matrix,
    weights: row,
    centralWeights: z.array(row.nullable()),
    confidenceFactor: challengers,
  }),
  'smaa-unit-vectors': exactSmaa,
  'smaa-two-criteria': exactSmaa,
  'rank-order-centroid': z.object({ weights: matrix }),
});

/** The examples of published-examples.yaml, by id. */
export const published = Examples.parse(
  parse(readFileSync(new URL('published-examples.yaml', import.meta.url), 'utf8')),
);

/** Turns cost columns into benefits, x → 1/x, then divides every column by its sum. */
export function onColumnSums(rows: readonly (readonly number[])[], ways?: readonly ('min' | 'max')[]): number[][] {
  const benefits = rows.map((cells) => cells.map((x, c) => (ways?.[c] === 'min' ? 1 / x : x)));
  return benefits.map((cells) => cells.map((x, c) => x / benefits.reduce((sum, other) => sum + (other[c] ?? 0), 0)));
}

/** Divides by the best of the column: x / max, or min / x for costs. */
export function onBest(rows: readonly (readonly number[])[], ways: readonly ('min' | 'max')[]): number[][] {
  return rows.map((cells) =>
    cells.map((x, c) => {
      const column = rows.map((other) => other[c] ?? 0);
      return ways[c] === 'min' ? Math.min(...column) / x : x / Math.max(...column);
    }),
  );
}
