import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const BIN = join(ROOT, 'bin/wirewise.js');

/** The built program, as a process of its own. */
function start(argv: readonly string[], input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...argv], {
    input,
    cwd: tmpdir(),
    encoding: 'utf8',
    env: { ...process.env, CI: '' },
  });
  return { status, stdout, stderr };
}

describe('the built program', () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

  test.each([['--version'], ['-V']])('%s tells the version of package.json', (flag) => {
    expect(start([flag])).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
  });

  test('says that the working directory is gone', () => {
    const cwd = mkdtempSync(join(tmpdir(), 'wirewise-gone-'));
    const script = `rmdir "$PWD" && exec "${process.execPath}" "${BIN}" recommend --preset chat`;
    const { status, stdout, stderr } = spawnSync('sh', ['-c', script], { cwd, encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toBe('error: Cannot find the working directory: it does not exist. Go to another one.\n');
  });

  test.each<[string, string[], number]>([
    ['advice given', ['recommend', '--preset', 'chat'], 0],
    ['nothing feasible', ['recommend', '--must', 'p2p-nat-traversal=4', '--must', 'cdn-cacheable=4'], 1],
    ['bad usage', ['recommend', '--nonsense'], 2],
    ['cannot ask', [], 2],
    ['bad rules', ['recommend', '--rules', '/nowhere'], 3],
    ['help', ['--help'], 0],
    ['help of a command', ['explain', '--help'], 0],
  ])('exit code: %s', (_, argv, status) => {
    const ran = start(argv);
    expect(ran.status).toBe(status);
    expect(ran.stderr).not.toMatch(/\n {4}at /);
    if (status > 1) expect(ran.stdout).toBe('');
  });

  test('JSON goes through a pipe whole, and to stdout alone', () => {
    const { stdout, stderr } = start(['matrix', '--criteria', 'all', '--all', '--json']);
    expect(stderr).toBe('');
    expect(stdout.length).toBeGreaterThan(65_536);
    const files = readdirSync(join(ROOT, 'rules/protocols'));
    expect(JSON.parse(stdout).protocols).toHaveLength(files.length);
  });

  test.each([
    [`recommend --answers <(echo 'direction: both') --quiet`, 'websocket\n'],
    [`recommend --from <("${process.execPath}" "${BIN}" recommend --json --samples 0) --quiet`, 'websocket\n'],
    [`check <("${process.execPath}" "${BIN}" record --preset chat --name chat) | tail -1`, '1 record: 1 holds.\n'],
  ])('takes what a shell puts in the place of a file: %s', (command, output) => {
    const stdout = execFileSync('bash', ['-c', `"${process.execPath}" "${BIN}" ${command}`], { encoding: 'utf8' });
    expect(stdout).toBe(output);
  });

  test('a device without an end is refused', () => {
    const { status, stderr } = start(['recommend', '--answers', '/dev/zero']);
    expect(stderr).toBe('error: Cannot read /dev/zero: it is larger than 2 MiB.\n');
    expect(status).toBe(2);
  });

  test('a reader that leaves early is no error', () => {
    const command = `"${process.execPath}" "${BIN}" matrix --criteria all --all --notes | head -1; echo "\${PIPESTATUS[0]}"`;
    const output = execFileSync('bash', ['-c', command], { encoding: 'utf8' });
    expect(output.trim().split('\n').at(-1)).toMatch(/^(0|141)$/);
  });

  test('closed standard input does not matter where nothing is read', async () => {
    const child = spawn(process.execPath, [BIN, 'recommend', '--quiet'], { stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    const status = await new Promise((done) => child.on('close', done));
    expect({ status, out }).toEqual({ status: 0, out: 'websocket\n' });
  });

  test('the picture in README.md is what the program prints', () => {
    const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'scripts/update-readme.mjs'), '--check'], {
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

describe('the library', () => {
  test('decides on unchecked answers, and throws every problem of bad ones', () => {
    const program = `
      import { decide, loadRules, AnswersError } from 'wirewise';
      const rules = await loadRules();
      console.log(decide(rules, { direction: 'server-to-client', clients: ['browser'] }).recommendation.protocol);
      try { decide(rules, { direction: 'x', rate: -1 }); }
      catch (error) { console.log(error instanceof AnswersError, error.problems.length); }`;
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    expect(output).toBe('sse\ntrue 2\n');
  });
});

describe('a checkout that was not built', () => {
  test('says what to run', () => {
    const folder = mkdtempSync(join(tmpdir(), 'wirewise-unbuilt-'));
    cpSync(join(ROOT, 'bin'), join(folder, 'bin'), { recursive: true });
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'bin/wirewise.js')], {
      encoding: 'utf8',
    });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^error: This checkout is not built yet\. Run "npm ci && npm run build"[^\n]*\n$/);
  });
});

describe('the package', () => {
  const dist = join(ROOT, 'dist');

  test('holds no code that is never run: character sets of an editor, texts of zod in other languages', () => {
    expect(readFileSync(join(dist, 'THIRD-PARTY-LICENSES.txt'), 'utf8')).not.toMatch(/^(iconv-lite|chardet) /m);
    for (const file of readdirSync(dist).filter((name) => /\.c?js$/.test(name)))
      expect(readFileSync(join(dist, file), 'utf8'), file).not.toContain('Ungültige Eingabe');
  });

  test('keeps the names of functions, so that the stack of a bug can be read', () => {
    expect(readFileSync(join(dist, 'cli-run.cjs'), 'utf8')).toMatch(/function reportFailure\(/);
  });
});
