/** The packed package in projects of other people: its types, by every way of resolving modules, and its form. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { packageComplaints } from '@wirewise/validators/package-types';
import { describe, expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'wirewise-package-'));
execFileSync('npm', ['pack', '--silent', '--pack-destination', folder, ROOT]);
const [name = ''] = readdirSync(folder);
const tarball = join(folder, name);
const installed = join(folder, 'node_modules/wirewise');
mkdirSync(installed, { recursive: true });
execFileSync('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1']);

test('"Are the types wrong?" and publint have nothing to say', async () => {
  expect(await packageComplaints(tarball)).toEqual([]);
});

const USE = `
import { decide, loadRules, AnswersError, type Decision } from 'wirewise';
export async function first(): Promise<string> {
  const decision: Decision = decide(await loadRules(), { direction: 'both' });
  // @ts-expect-error there is no such field, so that a package without types fails
  decision.nothing;
  return decision.recommendation?.protocol ?? new AnswersError([]).message;
}
`;

const here = createRequire(import.meta.url);
const newest = join(ROOT, 'node_modules/typescript/bin/tsc');
/** The TypeScript of "Are the types wrong?": of before version 6, which left the oldest way out. */
const older = createRequire(here.resolve('@arethetypeswrong/core')).resolve('typescript/bin/tsc');

describe('a project in TypeScript', () => {
  test.each([
    ['node16, import', newest, 'use.mts', ['--module', 'node16']],
    ['node16, require', newest, 'use.cts', ['--module', 'node16']],
    ['nodenext', newest, 'use.mts', ['--module', 'nodenext']],
    ['a bundler', newest, 'use.ts', ['--module', 'esnext', '--moduleResolution', 'bundler']],
    ['node16 of TypeScript 5', older, 'use.cts', ['--module', 'node16']],
    ['main and types alone', older, 'use.ts', ['--module', 'esnext', '--moduleResolution', 'node10']],
  ])('that resolves as %s', (_what, tsc, file, flags) => {
    writeFileSync(join(folder, file), USE);
    const strict = ['--strict', '--noEmit', '--skipLibCheck', 'false', '--target', 'es2022'];
    const { status, stdout } = spawnSync(process.execPath, [tsc, ...strict, ...flags, file], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  });
});

test.each([
  ['use.cjs', "const { decide, loadRules } = require('wirewise');"],
  ['use.mjs', "import { decide, loadRules } from 'wirewise';"],
])('%s runs', (file, line) => {
  const text = `${line}\nloadRules().then((rules) => console.log(decide(rules, {}).recommendation.protocol));\n`;
  writeFileSync(join(folder, file), text);
  expect(execFileSync(process.execPath, [join(folder, file)], { encoding: 'utf8' })).toBe('websocket\n');
});
