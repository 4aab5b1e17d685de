/** Disks that are full or read-only: the program says so, and leaves nothing behind. Mounts need root, as CI has it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const BIN = join(resolve(import.meta.dirname, '../..'), 'bin/wirewise.js');
const SIZE_KB = 16;

/** Every command that writes, and where. */
const WRITERS: Readonly<Record<string, readonly string[]>> = {
  report: ['recommend', '--json', '--output', 'out.json'],
  page: ['recommend', '--format', 'html', '--output', 'out.html'],
  project: ['snippet', 'mqtt', '--language', 'typescript', '--out', 'starter'],
  batch: ['batch', '--output', 'out.ndjson'],
};

let disk: string;

function run(argv: readonly string[]) {
  const input = '{"direction":"both"}\n'.repeat(50);
  const { status, stderr } = spawnSync(process.execPath, [BIN, ...argv], { cwd: disk, input, encoding: 'utf8' });
  return { status, stderr };
}

beforeEach(() => {
  disk = mkdtempSync(join(tmpdir(), 'wirewise-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE_KB}k`, 'tmpfs', disk]);
});

afterEach(() => {
  execFileSync('umount', [disk]);
  rmSync(disk, { recursive: true });
});

describe.each(Object.entries(WRITERS))('%s', (_, argv) => {
  test('on a full disk', () => {
    writeFileSync(join(disk, 'fill'), Buffer.alloc((SIZE_KB - 4) * 1024));
    const { status, stderr } = run(argv);
    expect(stderr).toMatch(/^error: Cannot write .*: the disk is full\.\n$/);
    expect(status).toBe(2);
    expect(readdirSync(disk)).toEqual(['fill']);
  });

  test('on a disk that is read-only', () => {
    execFileSync('mount', ['-o', 'remount,ro', disk]);
    const { status, stderr } = run(argv);
    expect(stderr).toMatch(/^error: Cannot write .*: the file system is read-only\.\n$/);
    expect(status).toBe(2);
    expect(readdirSync(disk)).toEqual([]);
  });
});

test('a full disk behind stdout is told without a stack', () => {
  const { status, stderr } = spawnSync('bash', ['-c', `"${process.execPath}" "${BIN}" recommend --json > /dev/full`], {
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: 'error: Cannot write to standard output: the disk is full.\n',
  });
});
