import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const MANIFEST = resolve(import.meta.dirname, '../../.pre-commit-hooks.yaml');

test('pre-commit accepts the manifest', () => {
  const { status, stdout } = spawnSync('pre-commit', ['validate-manifest', MANIFEST], { encoding: 'utf8' });
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
});

test('pre-commit hands recorded decisions, and only these, to wirewise check, and stops at one that fails', () => {
  const home = mkdtempSync(join(tmpdir(), 'wirewise-hook-'));
  const repository = join(home, 'repository');
  for (const folder of ['repository', 'bin']) mkdirSync(join(home, folder));
  // `language: node` would install the package from a registry; here the program of this checkout is on the path.
  const program = resolve(import.meta.dirname, '../../bin/wirewise.js');
  writeFileSync(join(home, 'bin/wirewise'), `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`);
  chmodSync(join(home, 'bin/wirewise'), 0o755);
  const [hook] = parse(readFileSync(MANIFEST, 'utf8'));
  const config = { repos: [{ repo: 'local', hooks: [{ ...hook, language: 'system' }] }] };
  writeFileSync(join(repository, '.pre-commit-config.yaml'), JSON.stringify(config));
  const write = (name: string, decision: string) =>
    writeFileSync(join(repository, name), `version: 1\nname: x\nanswers: { direction: both }\ndecision: ${decision}\n`);
  write('orders.wirewise.yaml', 'websocket');
  // No record by its name: it would fail.
  write('other.yaml', 'sse');
  const env = { PATH: `${home}/bin:${process.env['PATH']}`, HOME: home };
  const runAll = () => {
    execFileSync('git', ['add', '.'], { cwd: repository, env });
    return spawnSync('pre-commit', ['run', '--all-files', '--verbose'], { cwd: repository, env, encoding: 'utf8' });
  };
  execFileSync('git', ['init', '--quiet'], { cwd: repository, env });
  const good = runAll();
  expect({ status: good.status, sum: /^\d+ records?: .*/m.exec(good.stdout)?.[0] }).toEqual({
    status: 0,
    sum: '1 record: 1 holds.',
  });
  write('billing.wirewise.yml', 'sse');
  const bad = runAll();
  expect(bad.status).toBe(1);
  expect(bad.stdout).toContain('billing.wirewise.yml:3:12: outranked: sse ranks');
});
