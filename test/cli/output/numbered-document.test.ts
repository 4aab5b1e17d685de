import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hashState, withHash } from '../../../src/cli/output/content-hash.ts';
import { deliverKept } from '../../../src/cli/output/numbered-document.ts';
import { runWith } from '../fake-io.ts';
import { fakeIo } from '../fake-world.ts';
import { unprivileged } from '../unprivileged.ts';

const BIN = resolve(import.meta.dirname, '../../../bin/wirewise.js');
/** 2026-11-23. */
const env = { SOURCE_DATE_EPOCH: '1795392000' };
let cwd = '';

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'wirewise-kept-'));
});

afterEach(() => {
  chmodSync(cwd, 0o755);
  rmSync(cwd, { recursive: true, force: true });
});

const record = (...more: string[]) =>
  runWith(['recommend', '--preset', 'chat', '--samples', '0', '--format', 'adr', ...more], { cwd, env });
const read = (name: string) => readFileSync(join(cwd, name), 'utf8');

describe('the seal', () => {
  test('holds for what was written, with line ends of Windows, too', () => {
    expect(hashState(withHash('# A\n'))).toBe('intact');
    expect(hashState(withHash('# A\n').replaceAll('\n', '\r\n'))).toBe('intact');
  });

  test.each<[string, string, 'edited' | 'absent']>([
    ['a changed word', withHash('# A\n').replace('# A', '# B'), 'edited'],
    ['a blank at the end of a line', withHash('# A\n').replace('# A', '# A '), 'edited'],
    ['a line after it', `${withHash('# A\n')}mine\n`, 'edited'],
    ['a line before it', `mine\n${withHash('# A\n')}`, 'edited'],
    ['a second seal', withHash(withHash('# A\n')).replace('# A', '# B'), 'edited'],
    ['no seal', '# A\n', 'absent'],
    ['nothing', '', 'absent'],
  ])('does not hold with %s', (_, text, expected) => {
    expect(hashState(text)).toBe(expected);
  });
});

describe('into a folder', () => {
  test('the first record makes the folder and says what it wrote', async () => {
    const { exitCode, stdout, stderr } = await record('--output', 'docs/adr/');
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
    expect(stderr).toBe('Wrote docs/adr/0001-websocket-for-chat.md\n');
    expect(readdirSync(join(cwd, 'docs/adr'))).toEqual(['0001-websocket-for-chat.md']);
    const page = read('docs/adr/0001-websocket-for-chat.md');
    expect(page).toBe((await record()).stdout);
    expect(page).toMatch(/^---\nstatus: proposed\ndate: 2026-11-23\n---\n\n# WebSocket for chat\n/);
    expect(hashState(page)).toBe('intact');
  });

  test.each<[string, string[], string]>([
    ['the next one, past gaps', ['0001-a.md', '0007-b.md'], '0008-x.md'],
    ['the width found there', ['001-a.md', '009-b.md'], '010-x.md'],
    ['whatever bears a number', ['0003-a.adoc', '0004-folder', 'README.md', 'template.md', '9.md'], '0005-x.md'],
    ['not the year of a date', ['2026-11-23-a.md', '20261123-b.md'], '0001-x.md'],
    ['one digit more where it takes one', ['99-a.md'], '100-x.md'],
  ])('takes the number: %s', async (_, names, expected) => {
    for (const name of names) writeFileSync(join(cwd, name), 'theirs');
    const { stderr } = await record('--output', '.', '--title', 'X');
    expect(stderr).toBe(`Wrote ${expected}\n`);
    expect(readdirSync(cwd).sort()).toEqual([...names, expected].sort());
    for (const name of names) expect(read(name)).toBe('theirs');
  });

  test('a number that another run is about to take is left to it', async () => {
    writeFileSync(join(cwd, '.0001.draft'), 'theirs');
    await record('--output', '.', '--title', 'X');
    expect(readdirSync(cwd).sort()).toEqual(['.0001.draft', '0002-x.md']);
    expect(read('.0001.draft')).toBe('theirs');
  });

  test('a number that an interrupted run has reserved is taken, and its draft removed', async () => {
    for (const draft of ['.0001.draft', '.0001.1.draft']) {
      writeFileSync(join(cwd, draft), 'half');
      utimesSync(join(cwd, draft), 1, 1);
    }
    expect((await record('--output', '.', '--title', 'X')).stderr).toBe('Wrote 0001-x.md\n');
    expect(readdirSync(cwd)).toEqual(['0001-x.md']);
    expect(hashState(read('0001-x.md'))).toBe('intact');
  });

  test('the same is not written twice, not even on another day', async () => {
    expect((await record('--output', 'adr/')).stderr).toMatch(/^Wrote adr\/0001-/);
    const tomorrow = { SOURCE_DATE_EPOCH: '1795478400' };
    const words = ['recommend', '--preset', 'chat', '--samples', '0', '--format', 'adr', '--output', 'adr/'];
    const again = await runWith(words, { cwd, env: tomorrow });
    expect({ ...again, stderr: again.stderr.replace(/^adr\/0001-\S+/, 'FILE') }).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: 'FILE already has this content. Nothing was written.\n',
    });
    expect((await runWith([...words, '--latency', '2s'], { cwd, env: tomorrow })).stderr).toMatch(/^Wrote adr\/0002-/);
    expect(readdirSync(join(cwd, 'adr'))).toHaveLength(2);
  });

  test('many runs at once get a number each', async () => {
    const RUNS = 8;
    const codes = await Promise.all(
      Array.from({ length: RUNS }, (_, at) => {
        const words = ['recommend', '--samples', '0', '--format', 'adr', '--output', 'adr/', '--title', `Run ${at}`];
        const child = spawn(process.execPath, [BIN, ...words], { cwd, stdio: 'ignore' });
        return new Promise((done) => child.on('close', done));
      }),
    );
    expect(codes).toEqual(Array.from({ length: RUNS }, () => 0));
    const names = readdirSync(join(cwd, 'adr'));
    expect(names.map((name) => Number(name.slice(0, 4))).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    for (const name of names) expect(hashState(read(`adr/${name}`))).toBe('intact');
  }, 30_000);

  test('a file in its place is named', async () => {
    writeFileSync(join(cwd, 'adr'), 'theirs');
    const { exitCode, stderr } = await record('--output', 'adr/');
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: 'error: Expected a folder, adr/ is a file.\n' });
    expect(read('adr')).toBe('theirs');
  });
});

describe('into a file', () => {
  const FILE = '0001-chat.md';

  test('a new one is written, and one that nobody touched is written over', async () => {
    expect(await record('--output', FILE)).toEqual({ exitCode: 0, stdout: '', stderr: `Wrote ${FILE}\n` });
    const before = read(FILE);
    expect((await record('--output', FILE, '--title', 'Anew')).exitCode).toBe(0);
    expect(read(FILE)).not.toBe(before);
    expect(readdirSync(cwd)).toEqual([FILE]);
  });

  test.each<[string, (text: string) => string, RegExp]>([
    ['that was edited', (text) => text.replace('status: proposed', 'status: accepted'), /was edited since wirewise/],
    ['that has a line more', (text) => `${text}Amended.\n`, /was edited since wirewise/],
    ['that wirewise never wrote', () => '# Ours\n', /was not written by wirewise/],
    ['that is empty', () => '', /was not written by wirewise/],
  ])('one %s stays, unless --force is given', async (_, edit, why) => {
    await record('--output', FILE);
    const mine = edit(read(FILE));
    writeFileSync(join(cwd, FILE), mine);
    const { exitCode, stdout, stderr } = await record('--output', FILE);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/^error: 0001-chat\.md /);
    expect(stderr).toMatch(why);
    expect(stderr).toContain('--force');
    expect(read(FILE)).toBe(mine);
    expect(readdirSync(cwd)).toEqual([FILE]);
    expect((await record('--output', FILE, '--force')).exitCode).toBe(0);
    expect(hashState(read(FILE))).toBe('intact');
  });

  test('through a link, what it leads to is written', async () => {
    await record('--output', 'real.md');
    symlinkSync('real.md', join(cwd, 'link.md'));
    expect((await record('--output', 'link.md', '--title', 'Anew')).exitCode).toBe(0);
    expect(read('real.md')).toContain('# Anew');
    expect(readdirSync(cwd).sort()).toEqual(['link.md', 'real.md']);
  });

  test('a device takes the text and stays a device', async () => {
    expect((await record('--output', '/dev/null')).exitCode).toBe(0);
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  test('a folder that is not there is told', async () => {
    const { exitCode, stderr } = await record('--output', 'nowhere/a.md');
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: 'error: Cannot write nowhere/a.md: its folder does not exist.\n',
    });
  });
});

describe('where it may not write', () => {
  const io = () => fakeIo(cwd);
  const deliver = (output: string) => deliverKept('# A\n', { output, name: 'a', force: false, quiet: false }, io());

  test.each([
    ['into a read-only folder', 'locked/', /^error: Cannot write locked\/: permission is denied\.$/],
    ['a new folder there', 'locked/new/', /^error: Cannot write locked\/new\/: permission is denied\.$/],
    ['a new file there', 'locked/new.md', /^error: Cannot write locked\/new\.md: permission is denied\.$/],
    ['over a file there', 'locked/old.md', /^error: Cannot write locked\/old\.md: permission is denied\.$/],
  ])('%s: it says so and nothing changes', async (_, output, message) => {
    const locked = join(cwd, 'locked');
    mkdirSync(locked);
    writeFileSync(join(locked, 'old.md'), withHash('# Old\n'));
    chmodSync(cwd, 0o755);
    chmodSync(locked, 0o555);
    await expect(unprivileged(() => deliver(output))).rejects.toThrow(message);
    expect(readdirSync(locked)).toEqual(['old.md']);
    expect(readFileSync(join(locked, 'old.md'), 'utf8')).toBe(withHash('# Old\n'));
  });
});

describe('the flags around it', () => {
  test.each<[string[], RegExp]>([
    [['recommend', '--title', 'X'], /^error: Expected --format markdown or adr with --title\.\n$/],
    [['recommend', '--json', '--title', 'X'], /^error: Expected --format markdown or adr with --title\.\n$/],
    [['recommend', '--format', 'adr', '--title', ' '], /^error: Expected some text after --title\.\n$/],
  ])('%j is refused', async (argv, message) => {
    const { exitCode, stdout, stderr } = await runWith(argv, { cwd, env });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  test.each(['soon', '-1', '1e3', '9'.repeat(30)])('SOURCE_DATE_EPOCH=%s is refused', async (epoch) => {
    const world = { cwd, env: { SOURCE_DATE_EPOCH: epoch } };
    const { exitCode, stderr } = await runWith(['recommend', '--format', 'adr', '--output', 'adr/'], world);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: `error: Expected SOURCE_DATE_EPOCH as seconds since 1970, got "${epoch}".\n`,
    });
    expect(existsSync(join(cwd, 'adr'))).toBe(false);
  });

  test('without it the record bears the day of the clock', async () => {
    const before = new Date();
    const { stdout } = await runWith(['recommend', '--samples', '0', '--format', 'adr'], { cwd });
    const days = [before, new Date()].map((date) => date.toLocaleDateString('sv-SE'));
    expect(days).toContain(/^date: (.+)$/m.exec(stdout)?.[1]);
  });
});
