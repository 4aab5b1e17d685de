import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { deliver, openFile } from '../../../src/cli/output/atomic-file.ts';
import { fakeIo } from '../fake-world.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'wirewise-atomic-'));

test('a new file is refused where somebody has made one, which stays', async () => {
  const cwd = folder();
  await deliver('first', 'file', fakeIo(cwd), { isNew: true });
  await expect(deliver('second', 'file', fakeIo(cwd), { isNew: true })).rejects.toThrow(
    'Cannot write file: it exists already.',
  );
  expect(readFileSync(join(cwd, 'file'), 'utf8')).toBe('first');
  expect(readdirSync(cwd)).toEqual(['file']);
});

test.each([true, false])('a folder is called one, and the user told what to do; new file: %s', async (isNew) => {
  const cwd = folder();
  await expect(deliver('text', '.', fakeIo(cwd), { isNew })).rejects.toThrow(
    'Cannot write .: it is a folder; name a file in it.',
  );
  expect(readdirSync(cwd)).toEqual([]);
});

test('a file in pieces has its name when it is finished, and leaves nothing without that', () => {
  const cwd = folder();
  writeFileSync(join(cwd, 'file'), 'old');
  for (const isFinished of [false, true]) {
    const file = openFile('file', fakeIo(cwd), { isNew: false });
    file.write('one ');
    file.write('two');
    expect(readFileSync(join(cwd, 'file'), 'utf8')).toBe('old');
    if (isFinished) file.finish();
    file.discard();
    expect(readdirSync(cwd)).toEqual(['file']);
  }
  expect(readFileSync(join(cwd, 'file'), 'utf8')).toBe('one two');
});

test('what an interrupted run left long ago is removed by the next write to the same file; nothing else is', async () => {
  const cwd = folder();
  const stay = ['.file.0123456789ab.draft', '.other.0123456789ab.draft', '.file.draft', '.xfile.0123456789ab.draft'];
  for (const name of [...stay, '.file.ba9876543210.draft']) writeFileSync(join(cwd, name), 'half');
  for (const name of [...stay.slice(1), '.file.ba9876543210.draft']) utimesSync(join(cwd, name), 1, 1);
  await deliver('new', 'file', fakeIo(cwd));
  expect(readdirSync(cwd).sort()).toEqual([...stay, 'file'].sort());
});

test('a file is replaced only where it still holds what was read, by any of its names', async () => {
  const cwd = folder();
  const madeFrom = { name: 'file', bytes: Buffer.from('read') };
  writeFileSync(join(cwd, 'file'), 'read');
  symlinkSync('file', join(cwd, 'link'));
  await deliver('first', 'file', fakeIo(cwd), { madeFrom });
  for (const name of ['file', './file', 'link'])
    await expect(deliver('second', name, fakeIo(cwd), { madeFrom })).rejects.toThrow(
      /: it was changed after it was read/,
    );
  await deliver('second', 'other', fakeIo(cwd), { madeFrom });
  rmSync(join(cwd, 'file'));
  await expect(deliver('third', 'file', fakeIo(cwd), { madeFrom })).rejects.toThrow(/it was changed/);
  expect(readdirSync(cwd).sort()).toEqual(['link', 'other']);
});

test('a lock holds as long as its run may live', async () => {
  const cwd = folder();
  writeFileSync(join(cwd, 'file'), 'read');
  const write = (text: string) =>
    deliver(text, 'file', fakeIo(cwd), { madeFrom: { name: 'file', bytes: readFileSync(join(cwd, 'file')) } });
  const lock = join(cwd, '.file.lock');
  for (const token of [`${process.pid} ${hostname()} x`, '1 another-machine x']) {
    writeFileSync(lock, token);
    await expect(write('new')).rejects.toThrow(/it was changed/);
    expect(readFileSync(lock, 'utf8')).toBe(token);
    utimesSync(lock, 1, 1);
    await write(token);
    expect(readdirSync(cwd)).toEqual(['file']);
  }
  writeFileSync(lock, `${spawnSync(process.execPath, ['-e', '']).pid} ${hostname()} x`);
  await write('after a killed run');
  expect(readdirSync(cwd)).toEqual(['file']);
});
