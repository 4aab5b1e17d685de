import type { Readable } from 'node:stream';

/** What the program may use of its environment. Tests pass their own. */
export interface Io {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: OutputStream;
  /** Writes a whole text to stdout; quicker than opening the stream for it. */
  readonly print: (text: string) => void;
  readonly stderr: NodeJS.WritableStream & Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Working directory, absolute. */
  readonly cwd: string;
}

/** What a stream knows of its terminal; nothing where it is none. */
interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

export interface OutputStream extends NodeJS.EventEmitter, Terminal {
  /** @returns false when the reader is slower; the event `drain` follows when it can take more */
  write(text: string): boolean;
}

/** Whether a variable of the environment means yes: it is set, but not to `0` or `false`. */
export function isOn(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0' && value !== 'false';
}
