import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');

test('npm would publish it as it is', () => {
  // --ignore-scripts: it is built already, and other tests read that.
  const words = ['publish', '--dry-run', '--ignore-scripts', '--json', '--offline'];
  const { status, stdout, stderr } = spawnSync('npm', words, { cwd: ROOT, encoding: 'utf8' });
  expect({
    status,
    said: stderr.split('\n').filter((line) => /warn|error/i.test(line) && !/logged in/.test(line)),
  }).toEqual({
    status: 0,
    said: [],
  });
  // Since npm 11.6 by the name of the package.
  // Some versions of npm print it by the name of the package.
  const printed = JSON.parse(stdout);
  const { files } = printed.wirewise ?? printed;
  const paths: string[] = files.map(({ path }: { path: string }) => path);
  expect(paths).toEqual(
    expect.arrayContaining(['LICENSE', 'README.md', 'bin/wirewise.js', 'dist/main.cjs', 'dist/lib-mcp.cjs']),
  );
  expect(paths.filter((path) => /^(src|test|scripts|packages|\.)/.test(path))).toEqual([]);
});
