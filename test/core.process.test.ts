/** `wirewise/core` as its users get it: bundled for a browser, and run where nothing of Node is. */
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { buildSync } from 'esbuild';
import { expect, test } from 'vitest';
import { builtInScenarios } from '../src/rules/built-in-projects.ts';

const ROOT = resolve(import.meta.dirname, '..');

/** A bundler for browsers fails on modules of Node. */
function bundleForBrowsers() {
  const [file] = buildSync({
    stdin: { contents: "export { AnswersError, checkAnswers, decide } from './dist/core.js';", resolveDir: ROOT },
    bundle: true,
    platform: 'browser',
    format: 'iife',
    globalName: 'core',
    write: false,
    logLevel: 'silent',
  }).outputFiles;
  return file?.text ?? '';
}

/** The rules as JSON text, as a server would hand them to a browser. */
function rulesAsJson(): string {
  const script = "import('wirewise').then(async ({ loadRules }) => console.log(JSON.stringify(await loadRules())))";
  return execFileSync(process.execPath, ['-e', script], { cwd: ROOT, encoding: 'utf8', maxBuffer: 2 ** 25 });
}

/** JavaScript alone: no process, no Buffer, no require, no URL. */
const bare = createContext({ rulesText: rulesAsJson() });
runInContext(`${bundleForBrowsers()}; const rules = JSON.parse(rulesText);`, bare);

test('decides as the command line does, to the last digit, without anything of Node', async () => {
  const lines = (await builtInScenarios()).map(({ answers }) => JSON.stringify({ answers }));
  const batch = execFileSync(process.execPath, ['bin/wirewise.js', 'batch'], {
    cwd: ROOT,
    input: `${lines.join('\n')}\n`,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const expected = batch.trimEnd().split('\n');
  const decide = 'JSON.stringify(lines.map((line) => core.decide(rules, JSON.parse(line).answers)))';
  const decided: unknown = JSON.parse(runInContext(decide, Object.assign(bare, { lines })));
  expect(lines.length).toBeGreaterThan(200);
  expect(decided).toEqual(expected.map((line) => withoutCommand(JSON.parse(line))));
});

test('reports bad answers in words', () => {
  const script = `try { core.decide(rules, { direction: 'sideways', nonsense: 1 }) } catch (error) {
    error instanceof core.AnswersError && error.problems.map(({ message }) => message).join('\\n')
  }`;
  expect(runInContext(script, bare)).toMatch(
    /^Unknown question "nonsense"\..*\nUnknown value "sideways" for direction\./,
  );
});

function withoutCommand({ command: _command, argv: _argv, line: _line, ...decision }: Record<string, unknown>) {
  return decision;
}
