import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { validateAction } from '@action-validator/core';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const ROOT = resolve(import.meta.dirname, '..');
const action = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8'));
const steps: readonly { name?: string; uses?: string; run?: string; env?: Record<string, string> }[] =
  action.runs.steps;
const check = steps.find(({ name }) => name === 'Check');

const WIREWISE = join(ROOT, 'bin/wirewise.js');

/** The step as a runner starts it. */
function runStep(cwd: string, env: Readonly<Record<string, string>>) {
  return spawnSync('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', check?.run ?? ''], {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], WIREWISE, FILES: action.inputs.files.default, RULES: '', SARIF: '', ...env },
  });
}

/** The step in a checkout whose wirewise writes down the words it was given. */
function wordsOfStep(env: Readonly<Record<string, string>>) {
  const cwd = makeFolder();
  const recorder = join(cwd, 'recorder.cjs');
  writeFileSync(recorder, 'console.log(JSON.stringify(process.argv.slice(2))); process.exit(1);');
  const { stdout, status } = runStep(cwd, { ...env, WIREWISE: recorder });
  return { words: JSON.parse(stdout), status, isPwned: existsSync(join(cwd, 'pwned')) };
}

function makeFolder(): string {
  return mkdtempSync(join(tmpdir(), 'wirewise-action-'));
}

/** A folder with a recorded decision that holds. */
function makeCheckout(): string {
  const cwd = makeFolder();
  const flags = ['--preset', 'read-only-feed', '--name', 'feed', '--output', 'feed.wirewise.yaml'];
  expect(spawnSync(process.execPath, [WIREWISE, 'record', ...flags], { cwd }).status).toBe(0);
  return cwd;
}

function breakRecord(cwd: string): void {
  const file = join(cwd, 'feed.wirewise.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('direction: server-to-client', 'direction: both'));
}

describe('the GitHub Action', () => {
  test('has the form that GitHub asks for', () => {
    const text = readFileSync(join(ROOT, 'action.yml'), 'utf8');
    expect(validateAction(text)).toEqual({ actionType: 'action', errors: [] });
    expect(validateAction(text.replace('composite', 'compost')).errors).not.toEqual([]);
  });

  test('uses setup-node and nothing else of others', () => {
    expect(steps.flatMap(({ uses }) => uses ?? [])).toEqual(['actions/setup-node@v4']);
  });

  test('puts no expression into a script, and passes every input on', () => {
    for (const { run } of steps) expect(run ?? '').not.toContain('${{');
    const passed = JSON.stringify(steps.map(({ run, ...step }) => step));
    for (const input of Object.keys(action.inputs)) expect(passed).toContain(`inputs.${input} }}`);
  });

  test('hands files, packs and SARIF to check, and its exit code back', () => {
    const { words, status } = wordsOfStep({
      FILES: 'a.wirewise.yaml\nservices/**/*.wirewise.yaml',
      RULES: 'house rules\nmore\n',
      SARIF: 'out file.sarif',
    });
    expect(status).toBe(1);
    const packs = ['--rules=house rules', '--rules=more'];
    const formats = ['--format', 'github', '--format', 'sarif=out file.sarif'];
    expect(words).toEqual(['check', ...packs, ...formats, '--', 'a.wirewise.yaml', 'services/**/*.wirewise.yaml']);
  });

  test('with the real program: annotates the answer that broke a record, writes SARIF, and fails', () => {
    const cwd = makeCheckout();
    expect(runStep(cwd, {}).status).toBe(0);
    breakRecord(cwd);
    const { status, stdout } = runStep(cwd, { SARIF: 'out.sarif' });
    expect(status).toBe(1);
    expect(stdout).toMatch(/^::error file=feed\.wirewise\.yaml,line=\d+,.*::.*direction: both/m);
    const [result] = JSON.parse(readFileSync(join(cwd, 'out.sarif'), 'utf8')).runs[0].results;
    expect(result.locations[0].physicalLocation.artifactLocation.uri).toBe('feed.wirewise.yaml');
  });

  test('runs nothing of a hostile input', () => {
    const hostile = '$(touch pwned) `touch pwned`; touch pwned; --output=x';
    const { words, isPwned } = wordsOfStep({ FILES: hostile, RULES: hostile, SARIF: hostile });
    expect(isPwned).toBe(false);
    expect(words.indexOf('--output=x')).toBeGreaterThan(words.indexOf('--'));
    expect(words).toContain(`--rules=${hostile}`);
  });
});

describe('the pre-commit hook', () => {
  const [hook] = parse(readFileSync(join(ROOT, '.pre-commit-hooks.yaml'), 'utf8'));

  test('starts a program that the package has, on recorded decisions alone', () => {
    const { bin } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(Object.keys(bin)).toContain(hook.entry.split(' ')[0]);
    const takes = (name: string) => new RegExp(hook.files).test(name);
    expect(['a.wirewise.yaml', 'docs/orders.wirewise.yml'].every(takes)).toBe(true);
    expect(['wirewise.yaml', 'a.yaml', 'a.wirewise.yaml.bak'].some(takes)).toBe(false);
  });

  test('with the real program: takes the names that pre-commit appends', () => {
    const cwd = makeCheckout();
    const [program, ...words] = hook.entry.split(' ');
    const { bin } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const commit = () =>
      spawnSync(process.execPath, [join(ROOT, bin[program]), ...words, 'feed.wirewise.yaml'], {
        cwd,
        encoding: 'utf8',
      });
    expect(commit().status).toBe(0);
    breakRecord(cwd);
    const { status, stdout } = commit();
    expect(status).toBe(1);
    expect(stdout).toContain('direction: both');
  });
});
