import { resolve } from 'node:path';
import { LARGEST_FILE, nodeFs } from '../rules/disk.ts';
import { EXIT } from './exit-codes.ts';
import { Failure } from './failure.ts';
import type { Io } from './io.ts';

/** A file that a command line names: what messages call it, and what it holds. */
export interface InputFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * The whole of a file, or of standard input for `-`.
 *
 * @throws Failure when it cannot be read, or is larger than a file of rules may be
 */
export async function readInput(path: string, io: Io): Promise<InputFile> {
  return path === '-'
    ? { name: '(standard input)', bytes: await readAll(io.stdin) }
    : { name: path, bytes: readBytes(path, io.cwd) };
}

function readBytes(path: string, cwd: string): Uint8Array {
  const read = nodeFs.readFile(resolve(cwd, path));
  switch (read.kind) {
    case 'file':
      return read.bytes;
    case 'missing':
      throw new Failure(EXIT.usage, `error: Cannot read ${path}: it does not exist.`);
    case 'too-large':
      throw new Failure(EXIT.usage, tooLarge(path));
    case 'unreadable':
      throw new Failure(EXIT.usage, `error: Cannot read ${path}: ${read.cause}.`);
  }
}

async function readAll(stream: NodeJS.ReadableStream): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > LARGEST_FILE) throw new Failure(EXIT.usage, tooLarge('standard input'));
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function tooLarge(name: string): string {
  return `error: Cannot read ${name}: it is larger than ${LARGEST_FILE / 1024 / 1024} MiB.`;
}
