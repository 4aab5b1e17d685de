/** Outputs that the shell has opened, as the built program meets them. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const BIN = resolve(import.meta.dirname, '../../../bin/wirewise.js');

function shell(script: string) {
  const cwd = mkdtempSync(join(tmpdir(), 'wirewise-open-'));
  const env = { ...process.env, W: `${process.execPath} ${BIN}` };
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script], { cwd, env, encoding: 'utf8' });
  const read = (name: string) => readFileSync(join(cwd, name), 'utf8');
  return { status, stdout, stderr, read };
}

describe('/dev/stdout and /dev/fd/N', () => {
  test.each([
    ['recommend --preset chat --quiet -o /dev/stdout', 'websocket\n'],
    ['batch --quiet -o /dev/fd/1 <<< "{}"', '{"protocol":"websocket"}\n'],
  ])('between other output of a script: %s', (command, expected) => {
    const { status, stderr, read } = shell(`(echo before; $W ${command} && echo after) > file`);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(read('file')).toBe(`before\n${expected}after\n`);
  });

  test.each(['/dev/stdout', '/dev/fd/3'])('%s to a file that was deleted', (output) => {
    const script = `exec 3> file; rm file; $W recommend --preset chat --quiet -o ${output} >&3; status=$?; cat /proc/self/fd/3; exit $status`;
    expect(shell(script)).toMatchObject({ status: 0, stdout: 'websocket\n', stderr: '' });
  });

  test('take a document that is kept, whatever the file held', () => {
    const { status, stderr, read } = shell('echo mine > file; $W recommend --format adr -o /dev/stdout >> file');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(read('file')).toMatch(/^mine\n[\s\S]*As wirewise wrote it: sha256:/);
  });
});

describe('a write that the system takes only in part is an error', () => {
  test.each([
    ['$W recommend > file', 'standard output'],
    ['$W batch <<< "{}" > file', 'standard output'],
    ['$W recommend -o file', 'file'],
    ['$W batch -o file <<< "{}"', 'file'],
  ])('%s', (command, name) => {
    const { status, stderr } = shell(`ulimit -f 1; ${command}`);
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: `error: Cannot write ${name === 'file' ? 'file' : `to ${name}`}: it would be larger than is allowed.\n`,
    });
  });
});
