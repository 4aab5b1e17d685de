/** Every folder in bad-rules/ is a pack laid over the small one; expected.txt holds every diagnostic of it. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadPacks } from '../../src/rules/load.ts';
import { formatDiagnostic } from '../../src/yaml/diagnostic.ts';
import { HERE, SMALL_PACK } from './small-pack.ts';

const CASES = join(HERE, 'bad-rules');

describe('bad rules', () => {
  test.each(readdirSync(CASES))('%s', async (name) => {
    const dir = join(CASES, name);
    const { rules, diagnostics } = loadPacks({ dirs: [SMALL_PACK, dir], reserved: ['all', 'format'] });
    expect(rules).toBeUndefined();
    expect(diagnostics).not.toEqual([]);
    const text = diagnostics.map((one) => `${formatDiagnostic(one)}\n`).join('');
    const portable = text.replaceAll(`${dir}/`, '').replaceAll(dir, '.').replaceAll(`${HERE}/`, '');
    await expect(portable).toMatchFileSnapshot(join(dir, 'expected.txt'));
  });
});
