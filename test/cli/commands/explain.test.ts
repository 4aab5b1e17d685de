/** What `wirewise explain` tells a user to do works when it is done. */
import { describe, expect, test } from 'vitest';
import { builtInRules } from '../../../src/rules/built-in.ts';
import { runWith } from '../fake-io.ts';

describe('the weight that would put a protocol first', () => {
  test('is told as a flag, and the flag does it', async () => {
    const { presets, protocols } = await builtInRules();
    let told = 0;
    for (const args of [[], ...presets.map(({ id }) => ['--preset', id])]) {
      for (const { id } of protocols.filter(({ tier }) => tier === 'core')) {
        const { stdout } = await runWith(['explain', id, ...args]);
        const [, criterion, to] = /\(--weight\s+(\S+)=(\S+)\)/.exec(stdout) ?? [];
        expect(stdout).not.toContain('- -');
        if (criterion === undefined) continue;
        told++;
        const first = await runWith(['recommend', '-q', ...args, '--weight', `${criterion}=${to}`]);
        expect(first.stdout).toBe(`${id}\n`);
      }
    }
    expect(told).toBeGreaterThan(10);
  });
});
