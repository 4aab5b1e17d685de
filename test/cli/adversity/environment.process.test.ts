/** Odd environments: the program works there, or says in words what is wrong. It never takes that for its own bug. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../../..');
const BIN = join(ROOT, 'bin/wirewise.js');
const PROGRAM = `"${process.execPath}" "${BIN}"`;

const newFolder = () => mkdtempSync(join(tmpdir(), 'wirewise-environment-'));

function shell(script: string, env: NodeJS.ProcessEnv = process.env, cwd = newFolder()) {
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script], { cwd, env, encoding: 'utf8' });
  return { status, stdout, stderr };
}

describe('a working directory that is gone', () => {
  const inGone = (words: string) => shell(`mkdir gone && cd gone && rmdir "$PWD" && exec ${PROGRAM} ${words}`);

  test.each([
    '--help',
    '--version',
    'help answers',
    'record --help',
    'completion bash',
    'proxy websocket --server nginx',
  ])('does not matter to %s', (words) => {
    const { status, stdout, stderr } = inGone(words);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).not.toBe('');
  });

  test.each(['recommend --preset chat', 'matrix', 'check', 'batch -', 'record --preset chat --name x', ''])(
    'is told: %s',
    (words) => {
      const { status, stdout, stderr } = inGone(words);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toBe('error: Cannot find the working directory: it does not exist. Go to another one.\n');
    },
  );
});

describe('a folder as standard input', () => {
  test.each(['batch', 'recommend --answers -', 'recommend --from -', 'system -', 'mcp'])('is told: %s', (words) => {
    const { status, stdout, stderr } = shell(`${PROGRAM} ${words} < .`);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toBe('error: Cannot read standard input: it is a folder.\n');
  });

  test('is told by check as a record that cannot be used', () => {
    expect(shell(`${PROGRAM} check - < .`)).toMatchObject({
      status: 2,
      stdout: expect.stringContaining('Cannot read standard input: it is a folder.'),
    });
  });
});

describe('rule packs that are wrong', () => {
  const env = { ...process.env, WIREWISE_RULES: '/nowhere' };

  test.each(['--help', '--version', 'help answers', 'check --help', 'completion fish'])(
    'do not matter to %s',
    (words) => {
      expect(shell(`${PROGRAM} ${words}`, env)).toMatchObject({ status: 0, stderr: '' });
    },
  );
});

describe('environment variables', () => {
  function advise(env: NodeJS.ProcessEnv) {
    const words = [BIN, 'recommend', '--preset', 'iot-telemetry', '--samples', '100'];
    const { status, stdout, stderr } = spawnSync(process.execPath, words, { env, encoding: 'utf8' });
    return { status, stdout, stderr };
  }
  let usual: ReturnType<typeof advise>;
  beforeAll(() => {
    usual = advise(process.env);
  });

  test.each<[string, NodeJS.ProcessEnv]>([
    ['none at all', {}],
    ['a home without a name', { HOME: '', USERPROFILE: '' }],
    ['a locale that nobody has', { LC_ALL: 'zz_ZZ.FOO', LANG: 'tlh' }],
    ['a Turkish locale', { LC_ALL: 'tr_TR.UTF-8' }],
    ['a time zone that does not exist', { TZ: 'Nonsense/Zone' }],
    ['terminals of no width', { COLUMNS: '0', TERM: '' }],
  ])('%s: the advice is the same', (_, env) => {
    expect(usual).toMatchObject({ status: 0, stderr: '' });
    expect(advise(env)).toEqual(usual);
  });
});

describe('few file descriptors', () => {
  // Node itself does not start with fewer than some 19.
  test.each(Array.from({ length: 6 }, (_, at) => 17 + at))('ulimit -n %i: done, or words', (most) => {
    const cwd = newFolder();
    writeFileSync(join(cwd, 'lines'), '{"direction":"both"}\n');
    for (const words of ['batch lines', 'recommend --format html', 'check lines']) {
      const { status, stderr } = shell(`ulimit -n ${most}; exec ${PROGRAM} ${words}`, process.env, cwd);
      expect(status, stderr).not.toBe(70);
      if (status === 2) expect(stderr).toMatch(/^(error: [^\n]+\n)+$/);
    }
  });
});

describe("Node's permission model", () => {
  const [major = 0] = process.versions.node.split('.').map(Number);
  const isAllowed = major >= 24 ? '--permission' : '--experimental-permission';

  function runIn(cwd: string, words: readonly string[], allowed: readonly string[]) {
    const flags = [isAllowed, '--disable-warning=ExperimentalWarning', `--allow-fs-read=${ROOT}/`, ...allowed];
    const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, BIN, ...words], {
      cwd,
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  }

  test('without the right to write, stdout works', () => {
    const cwd = newFolder();
    const read = [`--allow-fs-read=${cwd}/`];
    for (const words of [['record', '--preset', 'chat', '--name', 'x'], ['recommend'], ['matrix'], ['--help']]) {
      expect(runIn(cwd, words, read)).toMatchObject({ status: 0, stderr: '' });
    }
  });

  const DENIED = 'the permission model of Node denies it';

  test.each<[readonly string[], string]>([
    [['batch', '/etc/passwd'], `Cannot read /etc/passwd: ${DENIED}.`],
    [['recommend', '--answers', '/etc/passwd'], `Cannot read /etc/passwd: ${DENIED}.`],
    [['recommend', '--output', '/etc/x'], `Cannot write /etc/x: ${DENIED}.`],
    [['record', '--preset', 'chat', '--name', 'x', '--output', '/etc/x'], `Cannot write /etc/x: ${DENIED}.`],
    [['recommend', '--format', 'adr', '--output', '/etc/x/'], `Cannot write /etc/x/: ${DENIED}.`],
    [['snippet', 'mqtt', '--language', 'python', '--out', '/etc/x'], `Cannot write to /etc/x: ${DENIED}.`],
    [['check', '/etc/x.wirewise.yaml'], `Cannot read /etc/x.wirewise.yaml: ${DENIED}.`],
  ])('%j is told in words', (words, message) => {
    const cwd = newFolder();
    const { status, stdout, stderr } = runIn(cwd, words, [`--allow-fs-read=${cwd}/`]);
    expect({ status, stdout, stderr }).toEqual({ status: 2, stdout: '', stderr: `error: ${message}\n` });
  });

  test('where it may write, everything is written', () => {
    const cwd = newFolder();
    mkdirSync(join(cwd, 'work'));
    const rights = [`--allow-fs-read=${cwd}/`, `--allow-fs-write=${cwd}/`];
    const words: readonly (readonly string[])[] = [
      ['record', '--preset', 'chat', '--name', 'x', '--output', 'work/x.wirewise.yaml'],
      ['recommend', '--format', 'adr', '--output', 'work/adr/'],
      ['snippet', 'mqtt', '--language', 'python', '--out', 'work/starter'],
      ['snippet', 'mqtt', '--language', 'python', '--out', 'work/starter', '--force'],
    ];
    for (const one of words) expect(runIn(cwd, one, rights)).toMatchObject({ status: 0 });
    expect(readdirSync(join(cwd, 'work')).sort()).toEqual(['adr', 'starter', 'x.wirewise.yaml']);
    expect(readFileSync(join(cwd, 'work/x.wirewise.yaml'), 'utf8')).toContain('name: x');
  });
});
