/** What the program may touch of the world around it. Tests pass their own. */
export interface Io {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: OutputStream;
  /** Writes a whole text to stdout; quicker than opening the stream for it. */
  readonly print: (text: string) => void;
  readonly stderr: NodeJS.WriteStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Working directory, absolute. */
  readonly cwd: string;
}

export interface OutputStream extends NodeJS.EventEmitter {
  readonly isTTY?: boolean;
  readonly columns?: number;
  /** @returns false when the reader is behind; the event `drain` tells when it has caught up */
  write(text: string): boolean;
}
