import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { COMMAND_NAMES } from '../../../src/cli/program/commands.ts';
import { builtInRules } from '../../../src/rules/built-in.ts';
import { builtInProxies } from '../../../src/rules/built-in-projects.ts';
import { runWith } from '../fake-io.ts';

const rules = await builtInRules();
const proxies = await builtInProxies();

/** The values offered behind these words, and the directive to the shell. */
async function offered(...words: string[]): Promise<{ values: string[]; directive: string | undefined }> {
  const { stdout, exitCode, stderr } = await runWith(['complete', '--', ...words]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  const lines = stdout.trimEnd().split('\n');
  const directive = lines.pop();
  return { values: lines.map((line) => line.split('\t')[0] ?? ''), directive };
}

const ids = (items: readonly { readonly id: string }[]) => items.map(({ id }) => id);

describe('what TAB offers', () => {
  test('every command that the help lists, and no other', async () => {
    const { stdout } = await runWith(['--help']);
    const { values } = await offered('');
    for (const name of COMMAND_NAMES) expect(stdout).toContain(`\n  ${name}`);
    expect(values.filter((value) => value !== 'help')).toEqual(COMMAND_NAMES);
  });

  test.each(COMMAND_NAMES)('the flags of %s, all that its help lists', async (name) => {
    const { stdout } = await runWith([name, '--help']);
    const listed = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, flag]) => flag ?? '');
    const { values } = await offered(name, '--');
    expect(listed.length).toBeGreaterThan(1);
    // The questions are listed by `help answers`, and --color beside --no-color.
    const known = [...listed, '--color', ...rules.questions.map(({ id }) => `--${id}`)];
    expect(values).toEqual(expect.arrayContaining(listed));
    expect(values.filter((value) => !known.includes(value))).toEqual([]);
  });

  test.each(rules.questions)('the answers to --$id', async ({ id, kind, options }) => {
    const expected = kind === 'boolean' ? ['yes', 'no'] : options.map(({ value }) => String(value));
    expect((await offered('recommend', `--${id}`, '')).values).toEqual(kind === 'number' ? [] : expected);
    expect((await offered(`--${id}=`)).values).toEqual(kind === 'number' ? [] : expected);
  });

  test('of a list, what is not in it yet', async () => {
    expect(await offered('recommend', '--clients', 'browser,de')).toEqual({
      values: ['browser,desktop-app', 'browser,device'],
      directive: ':6',
    });
    expect((await offered('recommend', '--clients', 'browser,')).values).not.toContain('browser,browser');
  });

  test.each<[string, string[], readonly string[]]>([
    ['presets', ['recommend', '--preset', ''], ids(rules.presets)],
    ['presets, by the short flag', ['-p', ''], ids(rules.presets)],
    ['formats', ['matrix', '--format', ''], ['text', 'json']],
    ['protocols', ['snippet', ''], ids(rules.protocols)],
    ['the second of two', ['compare', ids(rules.protocols)[0] ?? '', ''], ids(rules.protocols)],
    ['any number', ['matrix', 'sse', 'mqtt', ''], ids(rules.protocols)],
    ['no third of two', ['compare', 'sse', 'mqtt', ''], []],
    ['criteria', ['recommend', '--must', ''], ids(rules.criteria)],
    ['criteria to weigh', ['recommend', '--weight', ''], ids(rules.criteria).map((id) => `${id}=`)],
    ['mistakes', ['explain', '--mistake', ''], ids(rules.mistakes)],
    ['servers', ['proxy', 'sse', '--server', ''], Object.keys(proxies)],
    ['languages', ['snippet', 'sse', '--language', ''], ids(rules.languages)],
    ['roles', ['snippet', 'sse', '--role', ''], ['client', 'server']],
    ['protocols between commas', ['lab', '--protocols', 'sse,mq'], ['sse,mqtt']],
    ['fields between commas', ['recommend', '--fields', 'answers,warn'], ['answers,warnings']],
    ['shells', ['completion', ''], ['bash', 'zsh', 'fish']],
    ['no flags behind --', ['recommend', '--', '--'], []],
    ['behind a switch, the next word', ['explain', '--all', 'mqt'], ['mqtt']],
    ['behind a yes-or-no flag, another flag', ['recommend', '--replay', '--directi'], []],
  ])('%s', async (_, words, expected) => {
    expect((await offered(...words)).values).toEqual(expected);
  });

  test.each([
    ['files', ['recommend', '--answers', ''], ':0'],
    ['files', ['recommend', '--output', ''], ':0'],
    ['folders', ['recommend', '--rules', ''], ':16'],
    ['folders', ['rules', 'validate', ''], ':16'],
  ])('%s are left to the shell', async (_, words, directive) => {
    expect(await offered(...words)).toEqual({ values: [], directive });
  });

  test('a rule pack brings its own answers, and its texts reach the shell harmless', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'wirewise-pack-'));
    writeFileSync(join(dir, 'pack.yaml'), 'name: house\nversion: "1"\n');
    writeFileSync(join(dir, 'questions.yaml'), HOSTILE_QUESTION);
    const { stdout, stderr } = await runWith(['complete', '--', 'recommend', '--rules', dir, '--hue', '']);
    expect(stderr).toBe('');
    expect(stdout).toBe("red\tIt's \"(touch pwned)\" 'touch x'; :0\nblue\tBlue\n:4\n");
  });
});

const HOSTILE_QUESTION = `
- id: hue
  kind: choice
  about: estimate
  label: Hue
  asks: Which hue?
  help: Any.
  options:
    - { id: red, label: "It's \\"$(touch pwned)\\" \`touch x\`; :0" }
    - { id: blue, label: Blue }
`;

describe('the scripts', () => {
  test.each(['bash', 'zsh', 'fish'])('%s: prints one that asks `complete`', async (shell) => {
    const { stdout, exitCode } = await runWith(['completion', shell]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/ complete -- /);
  });

  test.each([
    [[], 'Missing shell. Expected bash, zsh, fish.'],
    [['bsh'], 'Unknown shell "bsh". Did you mean "bash"?'],
  ])('%s: names the shells and the line for each', async (words, message) => {
    const { stderr, exitCode } = await runWith(['completion', ...words]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`error: ${message}\n`);
    expect(stderr.match(/wirewise completion (bash|zsh|fish)/g)).toHaveLength(3);
  });
});
