import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolders } from '../../../src/cli/output/new-folders.ts';

const newFolder = () => mkdtempSync(join(tmpdir(), 'wirewise-folders-'));

test('the folders that were made are removed again, the others stay', () => {
  const cwd = newFolder();
  makeFolders(join(cwd, 'theirs'));
  const undo = makeFolders(join(cwd, 'theirs/a/b'));
  expect(readdirSync(join(cwd, 'theirs'), { recursive: true }).sort()).toEqual(['a', 'a/b']);
  undo();
  expect(readdirSync(cwd, { recursive: true })).toEqual(['theirs']);
});

test('a folder that somebody uses in the meantime stays', () => {
  const cwd = newFolder();
  const undo = makeFolders(join(cwd, 'a/b'));
  writeFileSync(join(cwd, 'a/b/file'), 'theirs');
  undo();
  expect(readdirSync(cwd, { recursive: true }).sort()).toEqual(['a', 'a/b', 'a/b/file']);
});

test('when one cannot be made, those above it are removed', () => {
  const cwd = newFolder();
  expect(() => makeFolders(join(cwd, 'a/b', 'x'.repeat(300)))).toThrow('ENAMETOOLONG');
  writeFileSync(join(cwd, 'file'), '');
  expect(() => makeFolders(join(cwd, 'file/b'))).toThrow('ENOTDIR');
  expect(readdirSync(cwd)).toEqual(['file']);
});
