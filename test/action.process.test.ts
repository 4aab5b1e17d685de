import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { validateAction } from '@wirewise/validators/github-action';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const ROOT = resolve(import.meta.dirname, '..');
const action = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8'));
const steps: readonly { name?: string; uses?: string; run?: string; env?: Record<string, string> }[] =
  action.runs.steps;
const check = steps.find(({ name }) => name === 'Check');

/** The step as a runner starts it, in a checkout whose wirewise writes down the words it was given. */
function runStep(env: Readonly<Record<string, string>>) {
  const cwd = mkdtempSync(join(tmpdir(), 'wirewise-action-'));
  const recorder = join(cwd, 'recorder.cjs');
  writeFileSync(recorder, 'console.log(JSON.stringify(process.argv.slice(2))); process.exit(1);');
  const { stdout, status } = spawnSync(
    'bash',
    ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', check?.run ?? ''],
    {
      cwd,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], WIREWISE: recorder, FILES: '', RULES: '', SARIF: '', ...env },
    },
  );
  return { words: JSON.parse(stdout), status, isPwned: existsSync(join(cwd, 'pwned')) };
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
    const { words, status } = runStep({
      FILES: 'a.wirewise.yaml\nservices/**/*.wirewise.yaml',
      RULES: 'house rules\nmore\n',
      SARIF: 'out file.sarif',
    });
    expect(status).toBe(1);
    const packs = ['--rules=house rules', '--rules=more'];
    const formats = ['--format', 'github', '--format', 'sarif=out file.sarif'];
    expect(words).toEqual(['check', ...packs, ...formats, '--', 'a.wirewise.yaml', 'services/**/*.wirewise.yaml']);
  });

  test('runs nothing of a hostile input', () => {
    const hostile = '$(touch pwned) `touch pwned`; touch pwned; --output=x';
    const { words, isPwned } = runStep({ FILES: hostile, RULES: hostile, SARIF: hostile });
    expect(isPwned).toBe(false);
    expect(words.indexOf('--output=x')).toBeGreaterThan(words.indexOf('--'));
    expect(words).toContain(`--rules=${hostile}`);
  });
});

/** The environment of the step as it is written, with what a runner puts into its expressions. */
function envOf(inputs: Readonly<Record<string, string>>): Record<string, string> {
  const value = (expression: string): string => {
    const input = /^inputs\.([\w-]+)$/.exec(expression)?.[1];
    if (input !== undefined) return inputs[input] ?? String(action.inputs[input].default);
    if (expression === 'github.action_path') return ROOT;
    throw new Error(`No value for ${expression}`);
  };
  return Object.fromEntries(
    Object.entries(check?.env ?? {}).map(([name, text]) => [
      name,
      text.replace(/\$\{\{ (.*?) \}\}/g, (_, expression: string) => value(expression)),
    ]),
  );
}

/** A checkout with one record that holds and one that does not. */
function makeCheckout(): string {
  const cwd = mkdtempSync(join(tmpdir(), 'wirewise-checkout-'));
  mkdirSync(join(cwd, 'services/my api'), { recursive: true });
  const record = (name: string, decision: string) =>
    `version: 1\nname: ${name}\nanswers: { direction: both, clients: [browser] }\ndecision: ${decision}\n`;
  writeFileSync(join(cwd, 'good.wirewise.yaml'), record('good', 'websocket'));
  writeFileSync(join(cwd, 'services/my api/bad.wirewise.yml'), record('bad, 100%', 'http2-push'));
  writeFileSync(join(cwd, 'compose.yaml'), 'services: {}\n');
  return cwd;
}

describe('the step of the action with the real check', () => {
  const runReal = (cwd: string, inputs: Readonly<Record<string, string>>) => {
    const script = join(mkdtempSync(join(tmpdir(), 'wirewise-step-')), 'step.sh');
    writeFileSync(script, check?.run ?? '');
    const { stdout, stderr, status } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], {
      cwd,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], CI: 'true', GITHUB_ACTIONS: 'true', ...envOf(inputs) },
    });
    return { stdout, stderr, status };
  };

  test('without inputs finds every record, annotates what fails, and fails with it', () => {
    const cwd = makeCheckout();
    expect(runReal(cwd, {})).toEqual({
      status: 1,
      stdout: expect.stringMatching(
        /^::error file=services\/my api\/bad\.wirewise\.yml,line=3,col=12,title=wirewise excluded%3A bad%2C 100%25::direction: both excludes http2-push .*\n2 checked, 1 hold, 1 fail, 0 unusable\n$/s,
      ),
      stderr: '',
    });
    expect(readdirSync(cwd).sort()).toEqual(['compose.yaml', 'good.wirewise.yaml', 'services']);
  });

  test('takes files, packs and SARIF', () => {
    const cwd = makeCheckout();
    mkdirSync(join(cwd, 'house rules'));
    writeFileSync(
      join(cwd, 'house rules/pack.yaml'),
      'name: house\nversion: "1"\nforbid: { websocket: The proxy cuts it. }\n',
    );
    const inputs = { files: 'good.wirewise.yaml', sarif: 'out file.sarif' };
    expect(runReal(cwd, inputs).status).toBe(0);
    const { status, stdout } = runReal(cwd, { ...inputs, rules: 'house rules' });
    expect(status).toBe(1);
    expect(stdout).toContain('house@1 forbids websocket: The proxy cuts it.');
    const { runs } = JSON.parse(readFileSync(join(cwd, 'out file.sarif'), 'utf8'));
    expect(runs[0].results).toMatchObject([{ ruleId: 'excluded', level: 'error' }]);
  });

  test('says so when no file matches', () => {
    const { status, stderr } = runReal(mkdtempSync(join(tmpdir(), 'wirewise-empty-')), {});
    expect(status).toBe(2);
    expect(stderr).toBe('error: No file matches **/*.wirewise.{yaml,yml,json}.\n');
  });

  test('builds nothing where it is built', () => {
    const build = steps.find(({ name }) => name?.startsWith('Build'));
    const { status, stdout, stderr } = spawnSync('bash', ['-e', '-c', build?.run ?? 'exit 9'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
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

  test('checks the files that it is handed, and tells the one that fails', () => {
    const cwd = makeCheckout();
    const [program = '', ...words] = hook.entry.split(' ');
    const { bin } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const runHook = (...files: readonly string[]) => {
      const argv = [join(ROOT, bin[program]), ...words, ...(hook.args ?? []), ...files];
      const { status, stdout } = spawnSync(process.execPath, argv, { cwd, encoding: 'utf8' });
      return { status, stdout };
    };
    const good = 'good.wirewise.yaml: holds: good, websocket\n';
    expect(runHook('good.wirewise.yaml')).toEqual({ status: 0, stdout: `${good}1 record: 1 holds.\n` });
    const { status, stdout } = runHook('good.wirewise.yaml', 'services/my api/bad.wirewise.yml');
    expect(status).toBe(1);
    expect(stdout).toContain('services/my api/bad.wirewise.yml:3:12: excluded: direction: both excludes');
    expect(stdout).toMatch(/^2 records: 1 holds, 1 fails\.$/m);
  });
});
