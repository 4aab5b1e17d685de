import { describe, expect, test } from 'vitest';
import { runWith } from '../fake-io.ts';

const EXPECTED = { 'message-bytes': 2000, rate: 0.0166666666666667, audience: 50_000, latency: 30_000 };

async function answersOf(argv: readonly string[], stdin = '') {
  const { stdout, stderr } = await runWith(['recommend', ...argv, '--json'], { stdin });
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

describe('numbers with units', () => {
  test('after flags', async () => {
    const flags = ['--latency', '30s', '--message-bytes', '2kB', '--rate', '1/min', '--audience', '50k'];
    const { answers, command } = await answersOf(flags);
    expect(answers).toEqual(EXPECTED);
    expect((await answersOf(command.split(' ').slice(2))).answers).toEqual(EXPECTED);
  });

  test('in an answers file, and in a line of batch', async () => {
    const yaml = 'latency: 30s\nmessage-bytes: 2kB\nrate: 1/min\naudience: 50k\n';
    expect((await answersOf(['--answers', '-'], yaml)).answers).toEqual(EXPECTED);
    const { stdout } = await runWith(['batch'], { stdin: '{"latency":"30s"}\n' });
    expect(JSON.parse(stdout).answers).toEqual({ latency: 30_000 });
  });

  test('an unknown unit is refused with those that are known', async () => {
    const { exitCode, stderr } = await runWith(['recommend', '--latency', '3 parsecs', '--rate', 'often']);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr:
        'error: Expected a number (ms), or one with ms, s, min, h or d, for --latency, got "3 parsecs".\n' +
        'error: Expected a number (messages per second per client), or one with /s, /min, /h, /d, k or M, for --rate, got "often".\n',
    });
    const file = await runWith(['recommend', '--answers', '-'], { stdin: 'direction: both\nlatency: 3 parsecs\n' });
    expect(file.stderr).toContain(
      '2:10: wrong-answer: Expected a number (ms), or one with ms, s, min, h or d, for latency',
    );
  });
});
