/** What `wirewise explain` tells a user to do works when it is done. */
import { describe, expect, test } from 'vitest';
import { builtInRules } from '../../../src/rules/built-in.ts';
import { runWith } from '../fake-io.ts';

test.each([
  [['explain', 'latency'], 'Unknown protocol "latency". It is a criterion: wirewise explain --criterion latency.'],
  [
    ['explain', 'polling-in-a-loop'],
    'Unknown protocol "polling-in-a-loop". It is a mistake: wirewise explain --mistake polling-in-a-loop.',
  ],
  [['explain', '--criterion', 'sse'], 'Unknown criterion "sse". It is a protocol: wirewise explain sse.'],
  [
    ['compare', 'sse', 'latency'],
    'Unknown protocol "latency". It is a criterion: wirewise explain --criterion latency.',
  ],
])('%j says what the name is, and how to explain it', async (argv, said) => {
  expect(await runWith(argv)).toEqual({ exitCode: 2, stdout: '', stderr: `error: ${said}\n` });
  const command = / wirewise (explain .*)\.$/.exec(said)?.[1] ?? '';
  expect((await runWith(command.split(' '))).exitCode).toBe(0);
});

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
