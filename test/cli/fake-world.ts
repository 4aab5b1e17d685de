import { PassThrough } from 'node:stream';
import type { Io } from '../../src/cli/io.ts';

/** The environment of one command that neither reads nor prompts. */
export function fakeIo(cwd: string): Io {
  const stdin = Object.assign(new PassThrough(), { isTTY: false });
  const stdout = Object.assign(new PassThrough(), { isTTY: false });
  return { stdin, stdout, stderr: stdout, print: (text) => stdout.write(text), env: {}, cwd };
}
