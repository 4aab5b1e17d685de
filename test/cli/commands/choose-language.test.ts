import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runWith } from '../fake-io.ts';

function folderWith(...names: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'wirewise-language-'));
  for (const name of names) writeFileSync(join(folder, name), '');
  return folder;
}

async function languageOf(argv: readonly string[], ...files: string[]): Promise<string> {
  const { stdout } = await runWith([...argv, '--json'], { cwd: folderWith(...files) });
  const { language, snippet } = JSON.parse(stdout);
  return language ?? snippet.language;
}

describe('the language of a starter', () => {
  const browsers = ['recommend', '--samples', '0', '--direction', 'server-to-client', '--clients', 'browser'];

  test.each([
    ['nothing is here, and browsers connect', browsers, [], 'javascript'],
    ['nothing is here, and nobody said what connects', browsers.slice(0, -2), [], 'typescript'],
    ['nothing is here, and devices connect', [...browsers.slice(0, -1), 'device'], [], 'typescript'],
    ['a PHP project, and devices connect', [...browsers.slice(0, -1), 'device'], ['composer.json'], 'typescript'],
    ['a Delphi project', browsers, ['app.dproj'], 'delphi'],
    ['Node, clients are browsers only', browsers, ['package.json'], 'javascript'],
    ['Node with TypeScript, clients are browsers only', browsers, ['package.json', 'tsconfig.json'], 'javascript'],
    ['TypeScript without Node, clients are browsers only', browsers, ['tsconfig.json'], 'typescript'],
  ])('when %s', async (_, argv, files, expected) => {
    expect(await languageOf(argv, ...files)).toBe(expected);
  });

  test('is explained, and never Delphi where there is no Delphi project', async () => {
    const { stdout } = await runWith([...browsers, '--json'], { cwd: folderWith() });
    expect(JSON.parse(stdout).snippet.chosenBecause).toBe('no project was found here; it suits the clients');
  });

  test('is that of Node where not only browsers connect, or nobody said', async () => {
    const argv = ['recommend', '--samples', '0', '--direction', 'server-to-client'];
    expect(await languageOf(argv, 'package.json')).toBe('typescript');
    expect(await languageOf([...argv, '--clients', 'mobile-app,backend'], 'package.json')).toBe('typescript');
  });

  test('is the next one of the project where the first has no such starter', async () => {
    expect(await languageOf(['snippet', 'amqp', '--clients', 'browser'], 'package.json')).toBe('typescript');
    const server = ['snippet', 'sse', '--role', 'server', '--clients', 'browser'];
    expect(await languageOf(server, 'package.json')).toBe('typescript');
  });

  test('is what was asked for, even where there is none', async () => {
    const { exitCode, stderr } = await runWith(['snippet', 'amqp', '--language', 'javascript']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('typescript');
  });
});
