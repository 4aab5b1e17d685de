/** YAML that the program writes: read alike by readers of YAML 1.1 and 1.2, and left as it is by prettier. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isPretty, readYaml11 } from '@wirewise/validators/yaml';
import { describe, expect, test } from 'vitest';
import { Document, parse, visit } from 'yaml';
import { builtInRules } from '../../src/rules/built-in.ts';
import { yamlQuotes } from '../../src/text/yaml-style.ts';
import { runWith } from '../cli/fake-io.ts';
import { makeFolder, put } from '../cli/records-world.ts';

const { presets } = await builtInRules();

const WORDS = [
  ...[
    'yes',
    'Yes',
    'NO',
    'on',
    'off',
    'y',
    'N',
    'true',
    'null',
    '~',
    '',
    '=',
    '<<',
    '.inf',
    '-.Inf',
    '.NaN',
    'e0',
    '+',
  ],
  ...[
    '2001-01-01',
    '2001-12-14t21:59:43.10-05:00',
    '1_000',
    '12:30:45',
    '190:20:30',
    '0b1',
    '0o7',
    '017',
    '0xFF',
    '1e3',
  ],
  ...[
    '1.10',
    '+1',
    '-1',
    '.5',
    '1,000',
    '- a',
    '-',
    '# a',
    'a: b',
    'a #b',
    '@x',
    '`x`',
    '!x',
    '*x',
    '&x',
    '%x',
    '{x}',
    '[x',
  ],
  ...[`it's "q"`, `"a": 'b'`, `it's`, 'say "hi"', `a\\ "b" 'c'`, ' lead', 'trail ', 'häß 👋', 'plain words'],
];

test.each(WORDS)('%j is the same text for both', async (word) => {
  const document = new Document({ key: word });
  visit(document, {
    Scalar: (_key, node) => {
      const quotes = yamlQuotes(String(node.value));
      if (quotes !== undefined) node.type = quotes;
    },
  });
  const text = document.toString();
  expect(readYaml11(text)).toEqual({ key: word });
  expect(parse(text)).toEqual({ key: word });
  expect(await isPretty(text)).toBe(true);
});

async function expectPlain(text: string): Promise<void> {
  expect(readYaml11(text)).toEqual(parse(text));
  expect(await isPretty(text), text).toBe(true);
}

describe.each(presets.map(({ id }) => id))('%s', (preset) => {
  test('as a record', async () => {
    const argv = ['record', '--preset', preset, '--name', 'on', '--why', '2001-01-01\nit\'s: a "word" '];
    const more = ['--weight', 'latency=5', '--must', 'latency=1', '--override', 'yes', '--decision', 'mqtt'];
    for (const flags of [argv, [...argv, ...more]]) {
      const { exitCode, stdout } = await runWith(flags);
      if (exitCode === 0) await expectPlain(stdout);
    }
  });

  test('as AsyncAPI', async () => {
    const { exitCode, stdout } = await runWith(['recommend', '--preset', preset, '--format', 'asyncapi']);
    if (exitCode === 0) await expectPlain(stdout);
  });
});

test('a record that is updated has one comment for prettier, under those of the team', async () => {
  const cwd = makeFolder();
  const { stdout } = await runWith(['record', '--preset', 'chat', '--name', 'x']);
  put(cwd, 'x.wirewise.yaml', stdout.replace('# prettier-ignore\n', '# Ours.\n'));
  for (const latency of ['1s', '2s']) {
    await runWith(['record', '--update', 'x.wirewise.yaml', '--latency', latency], { cwd });
  }
  const text = readFileSync(join(cwd, 'x.wirewise.yaml'), 'utf8');
  expect(text).toContain('\n# Ours.\n# prettier-ignore\nbasis:\n');
  expect(text.match(/prettier/g)).toHaveLength(1);
  await expectPlain(text);
});

describe('a recorded system whose words other readers take for values', () => {
  const SYSTEM = `version: 1
name: "on"
says: "no"
legs:
  "yes": { preset: chat, says: "null", source: "12:30" }
  "null": { clients: [browser], direction: server-to-client }
  y: { direction: both }
  off: { clients: [backend, device], pattern: work-queue }
`;
  const RECORD = ['record', '--system', 'system.yaml', '--why', 'off'];

  test('is the same for all of them, also when it is updated', async () => {
    const cwd = makeFolder();
    put(cwd, 'system.yaml', SYSTEM);
    await runWith([...RECORD, '-o', 'x.wirewise.yaml'], { cwd });
    const text = readFileSync(join(cwd, 'x.wirewise.yaml'), 'utf8');
    await expectPlain(text);
    expect(readYaml11(text)).toMatchObject({ name: 'on', says: 'no', why: 'off', legs: { yes: { says: 'null' } } });
    expect((await runWith(['record', '--update', 'x.wirewise.yaml', '-q'], { cwd })).exitCode).toBe(0);
    expect(readFileSync(join(cwd, 'x.wirewise.yaml'), 'utf8')).toBe(text);
    await runWith(['record', '--update', 'x.wirewise.yaml', '--name', 'off', '-q'], { cwd });
    expect(readFileSync(join(cwd, 'x.wirewise.yaml'), 'utf8')).toBe(text.replace('name: "on"', 'name: "off"'));
  });

  test('as AsyncAPI', async () => {
    const cwd = makeFolder();
    put(cwd, 'system.yaml', SYSTEM);
    const { stdout } = await runWith(['system', 'system.yaml', '--format', 'asyncapi'], { cwd });
    expect(readYaml11(stdout)).toMatchObject({ channels: { yes: {}, y: {} } });
    await expectPlain(stdout);
  });

  test('has a line for each answer', async () => {
    const cwd = makeFolder();
    const textOf = async (delay: string) => {
      put(cwd, 'system.yaml', SYSTEM.replace('y: { ', `y: { latency: ${delay}, `));
      return (await runWith([...RECORD, '--json'], { cwd })).exitCode === 0
        ? (await runWith(RECORD, { cwd })).stdout.split('\n')
        : [];
    };
    const [before, after] = [await textOf('1000'), await textOf('1100')];
    const changed = after.filter((line, at) => line !== before[at]);
    expect(after).toHaveLength(before.length);
    expect(changed).toHaveLength(2);
    expect(changed[0]).toBe('    latency: 1100');
    expect(changed[1]).toMatch(/^ {6}latency: \{answer: 1100/);
  });
});
