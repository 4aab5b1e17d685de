import { Readable, Writable } from 'node:stream';
import { expect, test } from 'vitest';
import type { Io } from '../../../src/cli/io.ts';
import { ProgressBar } from '../../../src/cli/terminal/progress-bar.ts';

function stderrOf(isTTY: boolean, columns?: number, env = {}): { readonly io: Io; readonly written: string[] } {
  const written: string[] = [];
  const sink = new Writable({
    write: (chunk, _encoding, done) => {
      written.push(String(chunk));
      done();
    },
  });
  const stderr = Object.assign(sink, { isTTY, ...(columns !== undefined && { columns }) });
  return { io: { stdin: Readable.from([]), stdout: stderr, stderr, print: () => undefined, env, cwd: '/' }, written };
}

test('draws over its own line, at most every 80 ms, and takes it away', () => {
  const { io, written } = stderrOf(true);
  let now = 1000;
  const progress = new ProgressBar(io, true, () => now);
  progress.show(0.5, 'Semaphore');
  now += 79;
  progress.show(0.51, 'too soon');
  now += 1;
  progress.show(1, 'Flags');
  progress.clear();
  expect(written).toEqual([
    `\r\u001b[2K${'█'.repeat(12)}${' '.repeat(12)}  50 % Semaphore`,
    `\r\u001b[2K${'█'.repeat(24)} 100 % Flags`,
    '\r\u001b[2K',
  ]);
});

test.each([
  [44, ' 50 % Semaphore on the hill'],
  [20, ' 50 % Semaphore on…'],
])('in %i columns it leaves the bar out, then cuts the label', (columns, line) => {
  const { io, written } = stderrOf(true, columns);
  new ProgressBar(io, true).show(0.5, 'Semaphore on the hill');
  expect(written).toEqual([`\r\u001b[2K${line}`]);
});

test.each([
  ['into a pipe', false, true, {}],
  ['when it is not wanted', true, false, {}],
  ['to a terminal that cannot erase', true, true, { TERM: 'dumb' }],
])('says nothing %s', (_name, isTTY, isWanted, env) => {
  const { io, written } = stderrOf(isTTY, 80, env);
  const progress = new ProgressBar(io, isWanted);
  progress.show(0.5, 'Semaphore');
  progress.clear();
  expect(written).toEqual([]);
});
