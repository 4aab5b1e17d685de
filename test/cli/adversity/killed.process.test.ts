/** Runs that are killed where no signal can be deferred: no file of the user is missing, and the next run works. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const BIN = join(resolve(import.meta.dirname, '../../..'), 'bin/wirewise.js');
const SIGNAL_AT = join(import.meta.dirname, '../signal-at.cjs');
/** A run makes fewer changes. */
const MOST_CHANGES = 200;

const CHANGED =
  'error: Cannot write r.wirewise.yaml: it was changed after it was read. Nothing was written; run the command again.\n';

const newFolder = () => mkdtempSync(join(tmpdir(), 'wirewise-killed-'));

/** @param at the number of the change before which the run is killed */
function run(argv: readonly string[], cwd: string, at?: number) {
  const env = { ...process.env, SIGNAL: 'SIGKILL', SIGNAL_LOG: '/dev/null', SIGNAL_AT: String(at) };
  const { status, signal, stderr } = spawnSync(
    process.execPath,
    [...(at === undefined ? [] : ['--require', SIGNAL_AT]), BIN, ...argv],
    { cwd, encoding: 'utf8', env },
  );
  return { status, signal, stderr };
}

/** Runs once for each change, each in a folder of its own, until a run is not killed. */
function* killedAtEachChange(argv: readonly string[], prepare: (cwd: string) => void) {
  for (let at = 0; at < MOST_CHANGES; at++) {
    const cwd = newFolder();
    prepare(cwd);
    if (run(argv, cwd, at).signal !== 'SIGKILL') {
      expect(at).toBeGreaterThan(1);
      return;
    }
    yield cwd;
  }
  throw new Error('More changes than expected.');
}

test('a project that is written over has each file at each moment, the old one or the new one', () => {
  const argv = ['snippet', 'mqtt', '--language', 'typescript', '--out', 'starter', '--force'];
  const fresh = newFolder();
  run(argv, fresh);
  const names = readdirSync(join(fresh, 'starter'));
  expect(names.length).toBeGreaterThan(2);
  const fill = (cwd: string) => {
    mkdirSync(join(cwd, 'starter'));
    for (const name of names) writeFileSync(join(cwd, 'starter', name), `old ${name}`);
  };
  for (const cwd of killedAtEachChange(argv, fill)) {
    for (const name of names) {
      const whole = readFileSync(join(fresh, 'starter', name), 'utf8');
      expect([`old ${name}`, whole]).toContain(readFileSync(join(cwd, 'starter', name), 'utf8'));
    }
    expect(run(argv, cwd).status).toBe(0);
  }
});

describe.each([
  ['a record', ['record', '--preset', 'chat', '--name', 'x', '-o', 'x.wirewise.yaml'], 'x.wirewise.yaml'],
  ['a report', ['recommend', '--json', '--samples', '0', '-o', 'out.json'], 'out.json'],
])('%s of a killed run', (_what, argv, file) => {
  test('is there whole or not at all, and does not stand in the way', () => {
    const whole = newFolder();
    run(argv, whole);
    for (const cwd of killedAtEachChange(argv, () => undefined)) {
      const isThere = readdirSync(cwd).includes(file);
      if (!isThere) expect(run(argv, cwd).status).toBe(0);
      expect(readFileSync(join(cwd, file), 'utf8')).toBe(readFileSync(join(whole, file), 'utf8'));
    }
  });
});

test('of several runs that record under one new name, one writes it, and the others say so', async () => {
  const cwd = newFolder();
  const script = `for i in 1 2 3 4 5 6; do
    ("${process.execPath}" "${BIN}" record --preset chat --name run-$i -o r.wirewise.yaml 2>err-$i; echo $? >code-$i) &
  done; wait`;
  spawnSync('bash', ['-c', script], { cwd });
  const runs = [1, 2, 3, 4, 5, 6].map((at) => ({
    code: readFileSync(join(cwd, `code-${at}`), 'utf8').trim(),
    stderr: readFileSync(join(cwd, `err-${at}`), 'utf8'),
    name: `run-${at}`,
  }));
  const [winner, ...more] = runs.filter(({ code }) => code === '0');
  expect(more).toEqual([]);
  expect(readFileSync(join(cwd, 'r.wirewise.yaml'), 'utf8')).toContain(`name: ${winner?.name}\n`);
  for (const { code, stderr } of runs.filter((one) => one !== winner)) {
    expect(code).toBe('2');
    expect(stderr).toMatch(
      /^error: (Refusing to overwrite r\.wirewise\.yaml|Cannot write r\.wirewise\.yaml: it exists)/,
    );
  }
  expect(readdirSync(cwd).filter((name) => name.startsWith('.'))).toEqual([]);
});

test('a record whose update is killed is the old one or the new one, and the next update works', () => {
  const argv = ['record', '--update', 'x.wirewise.yaml', '--audience', '50k'];
  const prepare = (cwd: string) => run(['record', '--preset', 'chat', '--name', 'x', '-o', 'x.wirewise.yaml'], cwd);
  const whole = newFolder();
  prepare(whole);
  const old = readFileSync(join(whole, 'x.wirewise.yaml'), 'utf8');
  run(argv, whole);
  const updated = readFileSync(join(whole, 'x.wirewise.yaml'), 'utf8');
  expect(updated).not.toBe(old);
  for (const cwd of killedAtEachChange(argv, (folder) => writeFileSync(join(folder, 'x.wirewise.yaml'), old))) {
    expect([old, updated]).toContain(readFileSync(join(cwd, 'x.wirewise.yaml'), 'utf8'));
    expect(run(argv, cwd)).toMatchObject({ status: 0, stderr: expect.stringMatching(/^Wrote/) });
    expect(readFileSync(join(cwd, 'x.wirewise.yaml'), 'utf8')).toBe(updated);
  }
});

test('of several updates of one record at once, no change is lost: others say that the file has changed', () => {
  const cwd = newFolder();
  run(['record', '--preset', 'chat', '--name', 'x', '-o', 'r.wirewise.yaml'], cwd);
  const answers = ['audience=50000', 'presence=true', 'ordering=strict', 'rate=3', 'encoding=binary', 'latency=700'];
  const starts = answers.map((answer) => {
    const [question, value] = answer.split('=');
    const flag = value === 'true' ? `--${question}` : `--${question} ${value}`;
    return `("${process.execPath}" "${BIN}" record --update r.wirewise.yaml ${flag} -q 2>err-${question}; echo $? >code-${question}) &`;
  });
  spawnSync('bash', ['-c', `${starts.join('\n')}\nwait`], { cwd });
  const text = readFileSync(join(cwd, 'r.wirewise.yaml'), 'utf8');
  for (const answer of answers) {
    const [question, value] = answer.split('=');
    const code = readFileSync(join(cwd, `code-${question}`), 'utf8').trim();
    const stderr = readFileSync(join(cwd, `err-${question}`), 'utf8');
    if (code === '0') expect(text).toContain(`  ${question}: ${value}\n`);
    else expect({ code, stderr }).toEqual({ code: '2', stderr: CHANGED });
  }
  expect(readdirSync(cwd).filter((name) => name.startsWith('.'))).toEqual([]);
});

test('a document that cannot be written leaves no new folder', () => {
  const cwd = newFolder();
  const script = `ulimit -f 0; exec "${process.execPath}" "${BIN}" recommend --format adr -o docs/adr/`;
  const { status, stderr } = spawnSync('bash', ['-c', script], { cwd, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: 'error: Cannot write docs/adr/: it would be larger than is allowed.\n',
  });
  expect(readdirSync(cwd)).toEqual([]);
});
