/** Every fault of a system file has its place. */
import { describe, expect, test } from 'vitest';
import { runWith } from '../../cli/fake-io.ts';

/** What `system` says about a file on standard input, without the name of the file. */
async function faults(text: string): Promise<string[]> {
  const { exitCode, stderr, stdout } = await runWith(['system', '-'], { stdin: text });
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  return stderr.trimEnd().replaceAll('(standard input):', '').split('\n');
}

const TOP = 'version: 1\nname: x\n';
const legs = (count: number) => Array.from({ length: count }, (_, at) => `  leg${at}: { direction: both }\n`).join('');

describe('a system file', () => {
  test.each([
    [
      'unknown key of a leg',
      'legs:\n  a: { directon: both }\n',
      '4:8: wrong-answer: Unknown key "directon" of a leg. Did you mean "direction"?',
    ],
    [
      'unknown word of a leg',
      'legs:\n  a: { prest: chat }\n',
      '4:8: wrong-answer: Unknown key "prest" of a leg. Did you mean "preset"?',
    ],
    [
      'unknown preset',
      'legs:\n  a: { preset: chatt }\n',
      '4:16: wrong-answer: Unknown preset "chatt". Did you mean "chat"?',
    ],
    [
      'wrong answer',
      'legs:\n  a: { direction: sideways }\n',
      '4:19: wrong-answer: Unknown value "sideways" for direction.',
    ],
    ['wrong number', 'legs:\n  a: { latency: soon }\n', '4:17: wrong-answer: Expected a number (ms)'],
    [
      'wrong answer of all',
      'shared: { latency: -1 }\nlegs:\n  a: {}\n',
      '3:20: wrong-answer: Expected a number (ms) above 0',
    ],
    [
      'unknown shared answer',
      'shared: { latncy: 1 }\nlegs:\n  a: {}\n',
      '3:11: wrong-answer: Unknown question "latncy". Did you mean "latency"?',
    ],
    ['no legs', 'legs: {}\n', '3:7: wrong-answer: Expected at least one leg'],
    ['nothing under legs', 'legs:\n', '3:6: wrong-answer: Expected a map from the name of a leg to its answers'],
    ['legs as a list', 'legs: [a]\n', '3:7: wrong-answer: Expected a map from the name of a leg to its answers'],
    ['a leg that is no map', 'legs:\n  a: chat\n', '4:6: wrong-answer: Expected a map of answers for the leg "a"'],
    ['thirteen legs', `legs:\n${legs(13)}`, '16:3: wrong-answer: Expected at most 12 legs, got 13.'],
    ['two legs with one name', 'legs:\n  a: {}\n  a: {}\n', '5:3: duplicate-key: '],
    ['a bad name', 'legs:\n  "a b": {}\n', '4:3: wrong-answer: Expected a name of letters and digits'],
    ['words that are no text', 'legs:\n  a: { data: 5 }\n', '4:14: wrong-answer: Expected text for "data", got 5.'],
    [
      'unknown criterion',
      'legs:\n  a: { weight: { latnecy: 2 } }\n',
      '4:18: wrong-answer: Unknown criterion "latnecy".',
    ],
    ['an unknown key', 'leg: {}\nlegs:\n  a: {}\n', '3:1: unknown-key: Unknown key "leg". Did you mean "legs"?'],
  ])('%s', async (_, text, said) => {
    const [first, ...others] = await faults(TOP + text);
    expect(first).toContain(said);
    expect(others).toEqual([]);
  });

  test.each([
    ['no version', 'name: x\nlegs:\n  a: {}\n', 'Missing "version": expected 1, the only version so far.'],
    ['another version', 'version: 2\nname: x\nlegs:\n  a: {}\n', 'Expected 1, the only version so far, got 2.'],
    ['no name', 'version: 1\nlegs:\n  a: {}\n', 'Missing "name": expected text.'],
    ['no legs at all', TOP, 'Missing "legs": expected a map from the name of a leg to its answers.'],
    ['a list', '- a\n', 'Expected a system with "version", "name" and "legs", got a list of 1.'],
    [
      'one decision',
      `${TOP}decision: sse\nanswers: {}\n`,
      'this is a record of one decision. Use "recommend --answers".',
    ],
    ['nothing', '', 'Expected a system in (standard input); it is empty.'],
    ['no YAML', 'version: [1\n', 'yaml-syntax'],
  ])('%s', async (_, text, said) => {
    const { exitCode, stderr } = await runWith(['system', '-'], { stdin: text });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(said);
    expect(stderr).not.toContain(' at ');
  });

  test('reports all faults of all legs', async () => {
    const text = `${TOP}legs:\n  a: { latency: soon }\n  b: { preset: nowhere }\n  c: { delivery: maybe }\n`;
    expect(await faults(text)).toHaveLength(3);
  });
});

/** The answers that a leg is decided with. */
async function answersOf(text: string, leg = 'a') {
  const { stdout } = await runWith(['system', '-', '--json'], { stdin: TOP + text });
  const { legs: decided } = JSON.parse(stdout);
  return decided.find(({ name }: { name: string }) => name === leg).decision.answers;
}

describe('answers of a leg', () => {
  test('override those of all, which override those of its preset', async () => {
    const text =
      'shared: { latency: 5s, clients: [device] }\nlegs:\n  a: { preset: chat, latency: 7s }\n  b: { clients: browser }\n';
    expect(await answersOf(text)).toMatchObject({ direction: 'both', latency: 7000, clients: ['device'] });
    expect(await answersOf(text, 'b')).toEqual({ latency: 5000, clients: ['browser'] });
  });

  test('may be unsure of one of all', async () => {
    const text = 'shared: { latency: 5s }\nlegs:\n  a: { latency: null, direction: both }\n';
    expect(await answersOf(text)).toEqual({ direction: 'both' });
  });

  test('may be those of JSON', async () => {
    const { exitCode, stdout } = await runWith(['system', '-', '--quiet'], {
      stdin: '{"version": 1, "name": "x", "legs": {"a": {"direction": "server-to-client", "clients": ["browser"]}}}',
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'a: sse\n' });
  });
});
