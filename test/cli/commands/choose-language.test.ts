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
    ['nothing is here', browsers, [], 'delphi'],
    ['a Delphi project', browsers, ['app.dproj'], 'delphi'],
    ['Node, clients are browsers alone', browsers, ['package.json'], 'javascript'],
    ['TypeScript, clients are browsers alone', browsers, ['package.json', 'tsconfig.json'], 'typescript'],
  ])('when %s', async (_, argv, files, expected) => {
    expect(await languageOf(argv, ...files)).toBe(expected);
  });

  test('is that of Node where not only browsers connect, or nobody said', async () => {
    const argv = ['recommend', '--samples', '0', '--direction', 'server-to-client'];
    expect(await languageOf(argv, 'package.json')).toBe('typescript');
    expect(await languageOf([...argv, '--clients', 'browser,backend'], 'package.json')).toBe('typescript');
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
