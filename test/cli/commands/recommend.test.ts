import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runWith } from '../fake-io.ts';
import { makeFolder } from '../records-world.ts';

const BOTH = ['recommend', '--direction', 'both'];

describe('wirewise recommend --fields', () => {
  test('prints these fields of the decision, as JSON', async () => {
    const whole = JSON.parse((await runWith([...BOTH, '--json'])).stdout);
    const { stdout, exitCode } = await runWith([...BOTH, '--fields', 'warnings,recommendation']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ recommendation: whole.recommendation, warnings: whole.warnings });
    expect((await runWith([...BOTH, '--fields', 'outcome', '--json'])).stdout).toBe(
      '{\n  "outcome": "recommended"\n}\n',
    );
  });

  test('goes with a saved decision, and with batch', async () => {
    const { stdout: saved } = await runWith([...BOTH, '--json']);
    const { stdout } = await runWith(['recommend', '--from', '-', '--fields', 'answers'], { stdin: saved });
    expect(JSON.parse(stdout)).toEqual({ answers: { direction: 'both' } });
    const lines = await runWith(['batch', '--fields', 'outcome'], { stdin: '{"id":1,"answers":{}}\n{"x":1}\n' });
    const [first, second] = lines.stdout.trim().split('\n');
    expect(first).toBe('{"id":1,"outcome":"recommended"}');
    expect(JSON.parse(second ?? '')).toHaveProperty('error');
  });

  test.each([
    [['--fields', 'warnigs'], 'Unknown field "warnigs". Did you mean "warnings"?'],
    [['--fields', 'warnings', '--format', 'html'], 'Expected --format json with --fields.'],
  ])('refuses %j', async (flags, message) => {
    const { exitCode, stderr } = await runWith([...BOTH, ...flags]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: `error: ${message}\n` });
  });
});

describe('wirewise recommend', () => {
  test('leaves the starter out where it is told to', async () => {
    expect(JSON.parse((await runWith([...BOTH, '--json'])).stdout)).toHaveProperty('snippet');
    expect(JSON.parse((await runWith([...BOTH, '--json', '--no-starter'])).stdout)).not.toHaveProperty('snippet');
    expect((await runWith([...BOTH, '--no-starter'])).stdout).not.toContain('Starter in');
  });

  test('reports on stderr which file it wrote, unless it is told to be quiet', async () => {
    const cwd = makeFolder();
    const written = await runWith([...BOTH, '-o', 'report.html', '--format', 'html'], { cwd });
    expect(written).toEqual({ exitCode: 0, stdout: '', stderr: 'Wrote report.html\n' });
    expect(existsSync(join(cwd, 'report.html'))).toBe(true);
    const quiet = await runWith([...BOTH, '-o', 'a.json', '--json', '-q'], { cwd });
    expect(quiet).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    expect(JSON.parse(readFileSync(join(cwd, 'a.json'), 'utf8'))).toHaveProperty('outcome');
    expect((await runWith([...BOTH, '-o', '/dev/null'], { cwd })).stderr).toBe('');
  });

  test('draws no samples unless it is asked to; explain and a page do', async () => {
    const plain = JSON.parse((await runWith([...BOTH, '--json'])).stdout);
    expect(plain).not.toHaveProperty('robustness');
    expect(plain).not.toHaveProperty('flips');
    const asked = JSON.parse((await runWith([...BOTH, '--json', '--samples', '50', '--seed', '7'])).stdout);
    expect(asked.robustness).toMatchObject({ samples: 50, seed: 7 });
    const explained = await runWith(['explain', 'websocket', '--direction', 'both']);
    expect(explained.stdout).toMatch(
      /With 10,000 random sets of weights in the stated order\n {2}- Of 4 protocols, it has rank 1 in/,
    );
    const json = JSON.parse((await runWith(['explain', 'websocket', '--json', '--samples', '20'])).stdout);
    expect(json).toMatchObject({ robustness: { samples: 20, rankAcceptability: expect.any(Array) } });
    expect((await runWith(['explain', 'websocket', '--samples', '0'])).stdout).not.toContain('simulations');
  });

  test('gives a command that draws the same samples again', async () => {
    const { stdout } = await runWith([...BOTH, '--json', '--samples', '50', '--seed', '7']);
    const { argv } = JSON.parse(stdout);
    expect((await runWith([...argv.slice(1), '--json'])).stdout).toBe(stdout);
  });
});

describe('wirewise recommend --quiet', () => {
  test('prints the id alone, and reports a tie on stderr', async () => {
    const argv = ['recommend', '--quiet', '--weight', 'latency=0'];
    expect(await runWith(['recommend', '-q', '--direction', 'both'])).toEqual({
      exitCode: 0,
      stdout: 'websocket\n',
      stderr: '',
    });
    const tie = await runWith([...argv, ...(await allWeightsZero())]);
    expect(tie.exitCode).toBe(0);
    expect(tie.stdout).toMatch(/^[a-z0-9-]+\n$/);
    expect(tie.stderr).toMatch(/^note: A tie: .+ or .+\. The first id in alphabetical order is printed\.\n$/);
  });
});

/** Flags after which all feasible protocols tie. */
async function allWeightsZero(): Promise<string[]> {
  const { stdout } = await runWith(['matrix', '--criteria', 'all', '--json']);
  const criteria: readonly { readonly id: string }[] = JSON.parse(stdout).criteria;
  return criteria.filter(({ id }) => id !== 'latency').flatMap(({ id }) => ['--weight', `${id}=0`]);
}
