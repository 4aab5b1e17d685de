/** Holds ARCHITECTURE.md and CONTRIBUTING.md to the repository. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');

const read = (name: string) => readFileSync(join(ROOT, name), 'utf8');

test.each(['ARCHITECTURE.md', 'CONTRIBUTING.md', 'README.md'])('every path that %s names exists', (page) => {
  const paths = [...read(page).matchAll(/(?<![\w/.-])((?:src|test|scripts|packages|rules|\.ci)\/[\w./*<>-]*)/g)]
    .map(([, path = '']) => path.replace(/[.]$/, ''))
    // Patterns, examples of somebody else's folders and placeholders.
    .filter((path) => !/[*<>]/.test(path));
  expect(paths.length).toBeGreaterThan(0);
  expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});

test('every script that they name exists', () => {
  const { scripts } = JSON.parse(read('package.json'));
  const pages = ['ARCHITECTURE.md', 'CONTRIBUTING.md', 'README.md', '.ci/run'].map(read).join('\n');
  const named = [...pages.matchAll(/npm run (?:--silent )?([\w:]+)|`(test:\w+)`/g)].map(([, run, test]) => run ?? test);
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((name) => !Object.hasOwn(scripts, name ?? ''))).toEqual([]);
});

test('CONTRIBUTING.md says of every development dependency what it is for', () => {
  const { devDependencies } = JSON.parse(read('package.json'));
  const [, section = ''] = read('CONTRIBUTING.md').split('## Dependencies\n');
  const rows = section.split('\n').filter((line) => line.startsWith('| `'));
  const explained = rows.flatMap((row) =>
    [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name),
  );
  expect(explained.sort()).toEqual(Object.keys(devDependencies).sort());
});
