import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { COMMAND_FLAGS, reservedNames } from '../../../src/cli/options/options.ts';
import { COMMAND_NAMES } from '../../../src/cli/program/commands.ts';
import { readFirst } from '../../../src/cli/program/first-pass.ts';
import { parse } from '../../../src/cli/program/parse.ts';
import { builtInRules } from '../../../src/rules/built-in.ts';
import { runWith } from '../fake-io.ts';

const rules = await builtInRules();

function folder(files: Readonly<Record<string, string>> = {}): string {
  const path = mkdtempSync(join(tmpdir(), 'wirewise-line-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return path;
}

/** A pack with one question of this id. */
function packWith(id: string): string {
  const options = '[{ id: red, label: Red }, { id: blue, label: Blue }]';
  return folder({
    'pack.yaml': 'name: house\nversion: "1"\n',
    'questions.yaml': `- { id: ${id}, kind: choice, about: estimate, label: Hue, asks: Which hue?, help: Any., options: ${options} }\n`,
  });
}

describe('help', () => {
  test.each(['', ...COMMAND_NAMES])('wirewise help %s is its --help', async (name) => {
    const words = name === '' ? [] : [name];
    const asked = await runWith(['help', ...words]);
    expect(asked).toEqual(await runWith([...words, '--help']));
    expect(asked.exitCode).toBe(0);
    expect(asked.stdout.split('\n').length).toBeGreaterThan(8);
  });

  test('names the nearest command', async () => {
    const { exitCode, stderr } = await runWith(['help', 'recomend']);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: 'error: Unknown command "recomend". Did you mean "recommend"?\n',
    });
  });

  test('lists the questions of a pack', async () => {
    expect((await runWith(['help', 'answers', '--rules', packWith('hue')])).stdout).toMatch(/^ {2}--hue {2}/m);
  });
});

describe('help and version work whatever is wrong with rule packs:', () => {
  const broken = folder({ 'pack.yaml': 'nonsense: [' });
  const project = folder();
  mkdirSync(join(project, '.wirewise'));
  const worlds = {
    'a pack of the project': { world: { cwd: project }, flags: [] },
    'a pack of the environment': { world: { env: { WIREWISE_RULES: broken } }, flags: [] },
    'a pack of --rules': { world: {}, flags: ['--rules', broken] },
    'a folder that does not exist': { world: {}, flags: ['--rules', join(project, 'nowhere')] },
  };

  test.each(Object.entries(worlds))('%s', async (_, { world, flags }) => {
    for (const argv of [
      ['--help'],
      ['--version'],
      ['-V'],
      ['recommend', '--help'],
      ['rules', '-h'],
      ['help', 'answers'],
    ]) {
      const { exitCode, stderr } = await runWith([...argv, ...flags], world);
      expect({ exitCode, stderr }, argv.join(' ')).toEqual({ exitCode: 0, stderr: '' });
    }
    expect((await runWith(['matrix', ...flags], world)).exitCode).toBe(3);
    // A first pass that does not know --name takes `-h` for the help; the second pass knows better.
    expect((await runWith(['record', '--name', '-hi', ...flags], world)).exitCode).toBe(3);
  });
});

describe('a word is read once, and means one thing', () => {
  test('a file may be called like a command', async () => {
    const cwd = folder({ rules: 'direction: both\n' });
    const { stderr } = await runWith(['--answers', 'rules'], { cwd });
    expect(stderr).toContain('  wirewise recommend --direction both');
    expect((await runWith(['recommend', '--json', '--answers', 'rules'], { cwd })).exitCode).toBe(0);
  });

  test.each([
    [['record', '--preset', 'chat', '--name', 'x', '--rules', '--json'], '--rules', '--json'],
    [['matrix', '--rules', '-q'], '--rules', '-q'],
    [['recommend', '--preset', '--all', 'x'], '--preset', '--all'],
    [['record', '--why', '--no-project'], '--why', '--no-project'],
  ])('%j: a flag is no value', async (argv, flag, value) => {
    const { exitCode, stderr, stdout } = await runWith(argv);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(`after ${flag}: "${value}" is a flag. As a value: ${flag}=${value}`);
  });

  test('with "=" a value may look like a flag', async () => {
    const { stderr } = await runWith(['recommend', '--answers=--json']);
    expect(stderr).toContain('Cannot read --json: it does not exist');
  });

  test.each([
    ['recommend', '--rules', 'a', '--hue', 'b', '--rules=c', '--no-project', '--', '--rules', 'd'],
    ['--hue', '--rules', 'a', '--rules', 'c', '--no-project'],
  ])('both passes read the same rule packs from %s %s …', (...argv) => {
    const line = readFirst(argv);
    expect(line).toMatchObject({ rules: ['a', 'c'], isProjectIgnored: true });
  });

  test.each(['name', 'force', 'title', 'seed', 'json', 'dry-run', 'rules', 'help', 'out', 'file'])(
    'a pack cannot call a question %s',
    async (id) => {
      const dir = packWith(id);
      for (const argv of [
        ['rules', 'validate', dir],
        ['recommend', '--rules', dir],
      ]) {
        const { exitCode, stderr } = await runWith(argv);
        expect(stderr).toContain(
          `/questions.yaml:1:9: reserved-name: Unexpected question id "${id}": the word is reserved. Choose another.`,
        );
        expect(exitCode).toBe(3);
      }
    },
  );

  test('no flag of a command has the name of a question that it takes', () => {
    expect(reservedNames(rules)).not.toContain('hue');
    const ids = rules.questions.map(({ id }) => id);
    for (const flags of Object.values(COMMAND_FLAGS)) {
      const table = flags(rules);
      if ('given' in table) expect(Object.keys(table).filter((name) => ids.includes(name))).toEqual([]);
    }
  });

  test('every flag is declared without a clash, in every command', () => {
    for (const name of COMMAND_NAMES) expect(parse(readFirst([name, '--help']), rules, 80)).toHaveProperty('print');
  });
});
