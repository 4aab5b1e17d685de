import { createReadStream, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { systemErrorInWords } from '../../text/system-errors.ts';
import { LARGEST_FILE, nodeFs } from '../../yaml/read-file.ts';
import { Failure } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';

/** A file of the command line: its name for messages, and its content. */
export interface InputFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Reads a whole file, or standard input for `-`.
 *
 * @throws Failure when it cannot be read, or is larger than a rule file may be
 */
export async function readInput(path: string, io: Io): Promise<InputFile> {
  if (path === '-') return { name: '(standard input)', bytes: await readStream(io.stdin, 'standard input') };
  const place = resolve(io.cwd, path);
  const bytes = isStream(place) ? await readStream(createReadStream(place), path) : readBytes(place, path);
  return { name: path, bytes };
}

/** Whether a path is a pipe, such as of `<(command)`, or a device, whose size is unknown before it is read. */
function isStream(place: string): boolean {
  try {
    const stat = statSync(place);
    return stat.isFIFO() || stat.isCharacterDevice();
  } catch {
    return false;
  }
}

async function readStream(stream: NodeJS.ReadableStream, name: string): Promise<Uint8Array> {
  try {
    return await readAll(stream, name);
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(EXIT.usage, `error: Cannot read ${name}: ${systemErrorInWords(error)}.`);
  }
}

function readBytes(place: string, path: string): Uint8Array {
  const read = nodeFs.readFile(place);
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

async function readAll(stream: NodeJS.ReadableStream, name: string): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > LARGEST_FILE) throw new Failure(EXIT.usage, tooLarge(name));
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function tooLarge(name: string): string {
  return `error: Cannot read ${name}: it is larger than ${LARGEST_FILE / 1024 / 1024} MiB.`;
}
