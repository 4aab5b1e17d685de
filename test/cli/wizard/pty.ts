import { spawn } from '@lydell/node-pty';
import { Terminal } from '@xterm/headless';

export interface TerminalOptions {
  readonly columns?: number;
  readonly rows?: number;
}

const PATIENCE_MS = 8000;

/** A program on a real terminal: keys go in, and what a person would see comes out. */
export class TerminalSession {
  /** Everything that was written, with its escape sequences. */
  raw = '';
  /** Settles with the exit code once the program has ended and the screen shows all of its output. */
  readonly ended: Promise<number>;
  private readonly screen: Terminal;
  private readonly process: ReturnType<typeof spawn>;

  /** @param command a line for the shell */
  constructor(command: string, { columns = 80, rows = 24 }: TerminalOptions = {}) {
    this.screen = new Terminal({ cols: columns, rows, allowProposedApi: true });
    const env = { PATH: process.env['PATH'] ?? '', TERM: 'xterm-256color', FORCE_COLOR: '3' };
    this.process = spawn('/bin/sh', ['-c', command], { cols: columns, rows, env });
    this.process.onData((data) => {
      this.raw += data;
      this.screen.write(data);
    });
    this.ended = new Promise((resolve) => {
      // The screen takes in what is written a little later: an empty write is done when all before it is.
      this.process.onExit(({ exitCode }) => this.screen.write('', () => resolve(exitCode)));
    });
  }

  /** Types keys, once the screen shows this text; answers with the screen at that moment. */
  async when(text: string, keys = ''): Promise<string> {
    const shown = await this.until((screen) => screen.includes(text), text);
    if (keys) this.process.write(keys);
    return shown;
  }

  async until(holds: (screen: string) => boolean, what: string): Promise<string> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const shown = this.text();
      if (holds(shown)) return shown;
      if (Date.now() > deadline) throw new Error(`Waited in vain for "${what}". The screen shows:\n${shown}`);
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
  }

  press(keys: string): void {
    this.process.write(keys);
  }

  resize(columns: number, rows: number): void {
    this.screen.resize(columns, rows);
    this.process.resize(columns, rows);
  }

  /** SIGHUP is what a closed terminal window sends. */
  signal(name: 'SIGHUP' | 'SIGINT' | 'SIGTERM'): void {
    this.process.kill(name);
  }

  /** What a person sees without scrolling. */
  visible(): string {
    const { baseY } = this.screen.buffer.active;
    return this.lines().slice(baseY).join('\n').trimEnd();
  }

  /** What is on the screen and was scrolled out of it, without blanks at line ends and empty lines at the end. */
  text(): string {
    return this.lines().join('\n').trimEnd();
  }

  private lines(): string[] {
    const buffer = this.screen.buffer.active;
    return Array.from({ length: buffer.length }, (_, y) => buffer.getLine(y)?.translateToString(true) ?? '');
  }
}

export const KEY = {
  up: '\u001B[A',
  down: '\u001B[B',
  enter: '\r',
  tab: '\t',
  escape: '\u001B',
  ctrlC: '\u0003',
  ctrlD: '\u0004',
} as const;
