/** README can be followed word by word: its shell blocks run in an empty folder. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

/** The code blocks of a language in a section. */
function blocksOf(section: string, language: string): string[] {
  const text = README.split(`\n## ${section}\n`)[1]?.split('\n## ')[0] ?? '';
  return [...text.matchAll(/```(\w+)\n(.*?)```/gs)].flatMap(([, kind, block]) =>
    kind === language ? [block ?? ''] : [],
  );
}

/** Runs a script in an empty folder, where `wirewise` is the program of this checkout. */
function follow(script: string, files: Readonly<Record<string, string>> = {}) {
  const home = mkdtempSync(join(tmpdir(), 'wirewise-readme-'));
  for (const folder of ['bin', 'empty']) mkdirSync(join(home, folder));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(home, 'empty', name), text);
  const program = join(ROOT, 'bin/wirewise.js');
  writeFileSync(join(home, 'bin/wirewise'), `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`);
  chmodSync(join(home, 'bin/wirewise'), 0o755);
  const env = { ...process.env, PATH: `${join(home, 'bin')}:${process.env['PATH']}`, CI: 'true' };
  return spawnSync('bash', ['-e', '-c', script], { cwd: join(home, 'empty'), env, encoding: 'utf8' });
}

test('In CI', () => {
  const script = blocksOf('In CI', 'sh').join('\n');
  const { status, stdout, stderr } = follow(script);
  expect({ status, stderr }).toEqual({
    status: 0,
    stderr: 'Wrote chat.wirewise.yaml\nWrote chat.wirewise.yaml: still websocket.\nWrote support.wirewise.yaml\n',
  });
  expect(stdout).toContain('1 record: 1 holds.');
  expect(stdout).toContain('2 records: 2 hold.');
});

test('A whole system', () => {
  const [system = ''] = blocksOf('A whole system', 'yaml');
  const { status, stdout, stderr } = follow(blocksOf('A whole system', 'sh').join(''), { 'fleet.yaml': system });
  expect({ status, stderr }).toEqual({ status: 0, stderr: 'Wrote fleet.html\nWrote fleet.wirewise.yaml\n' });
  expect(stdout).toContain('1 record: 1 holds.');
});

test('In scripts, but for what needs other programs', () => {
  const [needs = ''] = blocksOf('In scripts', 'yaml');
  const lines = blocksOf('In scripts', 'sh').join('').split('\n');
  const script = lines.filter((line) => /^(wirewise|echo) /.test(line)).map((line) => line.split(' | ')[0]);
  expect(script.length).toBeGreaterThan(5);
  const { status, stderr } = follow(script.join('\n'), { 'needs.yaml': needs });
  expect({ status, stderr }).toEqual({
    status: 0,
    stderr: expect.stringMatching(/^(note: .*\n)?Wrote report\.html\n$/),
  });
});

test('For AI agents: each configuration starts a server', () => {
  const forms = blocksOf('For AI agents', 'json').map((block) => JSON.parse(block));
  expect(forms).toHaveLength(2);
  for (const { mcpServers, servers } of forms) {
    const { command, args } = (mcpServers ?? servers).wirewise;
    const ping = '{"jsonrpc":"2.0","id":1,"method":"ping"}';
    const { status, stdout, stderr } = follow(`echo '${ping}' | ${command} ${args.join(' ')}`);
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: '{"result":{},"jsonrpc":"2.0","id":1}\n',
      stderr: '',
    });
  }
});

test('npm pack prints the name of the file alone, which pre-commit reads', () => {
  const set = execFileSync('npm', ['config', 'get', 'foreground-scripts'], { cwd: ROOT, encoding: 'utf8' });
  expect(set.trim()).toBe('false');
});
