import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadPacks } from '../../src/rules/load.ts';
import { formatDiagnostic } from '../../src/yaml/diagnostic.ts';
import { HERE, rulesOf } from './small-pack.ts';

const SHIPPED = join(HERE, '..', '..', 'rules');

describe('the shipped rules', () => {
  test('have no problem', () => {
    expect(loadPacks({ dirs: [SHIPPED] }).diagnostics.map(formatDiagnostic)).toEqual([]);
  });

  test('have a cell for every criterion in every protocol, in the order of the criteria', () => {
    const { criteria, protocols } = rulesOf(loadPacks({ dirs: [SHIPPED] }));
    const order = criteria.map(({ id }) => id);
    expect(order.length).toBeGreaterThan(0);
    expect(protocols.length).toBeGreaterThan(0);
    for (const { id, cells } of protocols) expect({ id, cells: Object.keys(cells) }).toEqual({ id, cells: order });
  });

  test('come out the same each time', () => {
    const { rules, starters } = loadPacks({ dirs: [SHIPPED] });
    expect({ rules, starters }).toEqual({
      rules: loadPacks({ dirs: [SHIPPED] }).rules,
      starters: loadPacks({ dirs: [SHIPPED] }).starters,
    });
  });
});
