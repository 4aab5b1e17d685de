/** Commands that the program hands over: pasted into a shell, they decide the same by the same rules. */
import { spawnSync } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { builtInRules } from '../../src/rules/built-in.ts';
import { runWith } from './fake-io.ts';
import { makeFolder, put } from './records-world.ts';

const rules = await builtInRules();

/** A project whose pack forbids WebSocket, and beside it a pack whose folder needs quotes. */
function makeProject(): string {
  const cwd = makeFolder();
  put(cwd, 'wirewise.yaml', stringify({ forbid: { websocket: 'The proxy cuts it.' } }));
  put(cwd, "the house's rules/pack.yaml", 'name: house\nversion: "1"\n');
  return cwd;
}

const FLAGS = ['--no-project', '--rules', "the house's rules"];

/** The words of a command as a POSIX shell parts them, without `wirewise`. */
function wordsOf(command: string): string[] {
  const { stdout } = spawnSync('sh', ['-c', `printf '%s\\0' ${command}`], { encoding: 'utf8' });
  const [program, ...words] = stdout.split('\0').slice(0, -1);
  expect(program).toBe('wirewise');
  return words;
}

/** What stands in the shell blocks below a heading. */
function commandsUnder(page: string, heading: string): string[] {
  const [, section = ''] = page.split(`${heading}\n`);
  const blocks = section.split(/\n#+ /)[0]?.matchAll(/```sh\n([^`]*)```/g) ?? [];
  return [...blocks].flatMap(([, text = '']) => text.trim().split('\n'));
}

describe('a document hands over the commands that keep its decision', () => {
  test.each([
    ['adr', '### Confirmation', [0, 1]],
    ['markdown', '## Reproduce', [1, 2]],
  ])(
    '%s: record writes it, check passes it, whatever the warnings',
    async (format, heading, [record = 0, check = 0]) => {
      let accepting = 0;
      for (const { id } of rules.presets) {
        const cwd = makeProject();
        const { stdout: page } = await runWith(
          ['recommend', '--preset', id, ...FLAGS, '--format', format, '--samples', '0'],
          { cwd },
        );
        const commands = commandsUnder(page, heading);
        expect(commands).toHaveLength(3);
        const recordWords = wordsOf(commands[record] ?? '');
        if (recordWords.includes('--accept')) accepting += 1;
        expect(await runWith(recordWords, { cwd }), id).toMatchObject({ exitCode: 0, stdout: '' });
        const checkWords = wordsOf(commands[check] ?? '');
        expect(checkWords).toEqual(expect.arrayContaining(FLAGS));
        expect((await runWith(checkWords, { cwd })).exitCode, id).toBe(0);
      }
      expect(accepting).toBeGreaterThan(0);
    },
  );

  test('not where there is no decision', async () => {
    const argv = ['recommend', '--broker', 'unwanted', '--pattern', 'work-queue', '--core', '--format', 'markdown'];
    const { stdout } = await runWith(argv, { cwd: makeFolder() });
    expect(stdout).not.toContain('wirewise record');
  });
});

describe('paths that a shell or a command could misread', () => {
  test.each(['-x', '--rules', "it's", 'two words', 'e\u001b[31m', 'a\nb', '$HOME'])('%j', async (name) => {
    const cwd = makeFolder();
    put(cwd, `${name}/pack.yaml`, 'name: house\nversion: "1"\nforbid: { websocket: "The proxy cuts it." }\n');
    const world = { cwd, env: { WIREWISE_RULES: name } };
    const { stdout } = await runWith(['recommend', '--preset', 'chat', '--json'], world);
    const { command, recommendation } = JSON.parse(stdout);
    const again = await runWith([...wordsOf(command), '--quiet'], { cwd });
    expect(again).toEqual({ exitCode: 0, stdout: `${recommendation.protocol}\n`, stderr: '' });
    expect(recommendation.protocol).not.toBe('websocket');
  });

  test('a pack that is named several times is there once, where it is named last', async () => {
    const cwd = makeFolder();
    put(cwd, 'house/pack.yaml', 'name: house\nversion: "1"\nforbid: { websocket: "The proxy cuts it." }\n');
    put(cwd, 'more/pack.yaml', 'name: more\nversion: "1"\nforbid: { websocket: false }\n');
    symlinkSync('house', join(cwd, 'link'));
    const world = { cwd, env: { WIREWISE_RULES: 'house' } };
    const first = await runWith(['recommend', '--preset', 'chat', '--json'], world);
    const { command, tool } = JSON.parse(first.stdout);
    expect(JSON.parse((await runWith([...wordsOf(command), '--json'], world)).stdout)).toMatchObject({ command, tool });
    expect(tool.rules.packs).toHaveLength(2);
    const both = await runWith(['recommend', '--json', '--rules', 'more', '--rules', './link'], world);
    expect(JSON.parse(both.stdout).command).toBe('wirewise recommend --rules more --rules ./link');
    expect(JSON.parse(both.stdout).recommendation.protocol).not.toBe('websocket');
  });

  test.each([
    ['recommend', '--rules', 'house\n'],
    ['record', '--preset', 'chat', '--name', 'x', '--output', 'x\n'],
  ])('%s %s: a line end at the end is refused', async (...argv) => {
    const { exitCode, stdout, stderr } = await runWith(argv, { cwd: makeFolder() });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/^error: Unexpected line end at the end of what follows --(rules|output)\. Remove it\.\n$/);
  });

  test('the head of a record names the file so that check takes it', async () => {
    const cwd = makeFolder();
    const argv = ['record', '--preset', 'chat', '--name', 'x', '--output=-x y.yaml'];
    expect((await runWith(argv, { cwd })).exitCode).toBe(0);
    const text = readFileSync(join(cwd, '-x y.yaml'), 'utf8');
    const words = wordsOf(/^# {3}(wirewise check .*)$/m.exec(text)?.[1] ?? '');
    expect((await runWith(words, { cwd })).exitCode).toBe(0);
  });
});

describe('the rules that were asked for stay in the command', () => {
  const expected = `wirewise recommend --direction both --rules 'the house'\\''s rules' --no-project`;

  test('of batch', async () => {
    const { stdout } = await runWith(['batch', ...FLAGS], { cwd: makeProject(), stdin: '{"direction":"both"}\n' });
    expect(JSON.parse(stdout).command).toBe(expected);
  });

  test('of --from, where the file has none', async () => {
    const cwd = makeProject();
    const { stdout: saved } = await runWith(['recommend', '--direction', 'both', ...FLAGS, '--json'], { cwd });
    const { command, ...decision } = JSON.parse(saved);
    expect(command).toBe(expected);
    const { stdout } = await runWith(['recommend', '--from', '-', ...FLAGS], { cwd, stdin: JSON.stringify(decision) });
    expect(stdout).toContain(`\n  ${expected}\n`);
  });

  test('of the wizard, where it can ask, and where it cannot', async () => {
    const cwd = makeProject();
    const argv = ['--direction', 'both', ...FLAGS, '--samples', '0'];
    const asked = await runWith([...argv, '--accessible'], { cwd, stdin: 'r\n1\n', terminal: true });
    const record = expected.replace('recommend', 'record');
    expect(asked.stdout).toContain(`  ${record} --name NAME --output NAME.wirewise.yaml\n`);
    expect((await runWith(argv, { cwd })).stderr).toContain(`  ${expected}\n`);
  });

  test('of record, in the head of the file that it writes', async () => {
    const cwd = makeProject();
    const argv = ['record', '--direction', 'both', '--name', 'x', ...FLAGS, '--output', 'x.wirewise.yaml'];
    expect((await runWith(argv, { cwd })).exitCode).toBe(0);
    const { stdout } = await runWith([...argv.slice(0, -2)], { cwd });
    const command = /^# {3}(wirewise check .*)$/m.exec(stdout)?.[1] ?? '';
    const words = wordsOf(command.replace('FILE', 'x.wirewise.yaml'));
    expect((await runWith(words, { cwd })).exitCode).toBe(0);
    // Without them the project's own rules forbid it.
    expect((await runWith(['check', 'x.wirewise.yaml'], { cwd })).exitCode).toBe(1);
  });
});
