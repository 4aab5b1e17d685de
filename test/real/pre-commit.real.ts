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

test('pre-commit hands recorded decisions, and only these, to wirewise check', () => {
  const home = mkdtempSync(join(tmpdir(), 'wirewise-hook-'));
  const repository = join(home, 'repository');
  for (const folder of ['repository', 'bin']) mkdirSync(join(home, folder));
  // `language: node` would install the package from a registry; here the program is on the path and writes its words down.
  writeFileSync(join(home, 'bin/wirewise'), `#!/bin/sh\nprintf '%s\\n' "$@" > "${home}/words"\n`);
  chmodSync(join(home, 'bin/wirewise'), 0o755);
  const [hook] = parse(readFileSync(MANIFEST, 'utf8'));
  const config = { repos: [{ repo: 'local', hooks: [{ ...hook, language: 'system' }] }] };
  writeFileSync(join(repository, '.pre-commit-config.yaml'), JSON.stringify(config));
  for (const name of ['orders.wirewise.yaml', 'other.yaml']) writeFileSync(join(repository, name), 'version: 1\n');
  const env = { PATH: `${home}/bin:${process.env['PATH']}`, HOME: home };
  execFileSync('git', ['init', '--quiet'], { cwd: repository, env });
  execFileSync('git', ['add', '.'], { cwd: repository, env });
  execFileSync('pre-commit', ['run', '--all-files'], { cwd: repository, env, encoding: 'utf8' });
  expect(readFileSync(join(home, 'words'), 'utf8').trim().split('\n')).toEqual(['check', 'orders.wirewise.yaml']);
});
