/** Programs that the real tests start: each in a process of its own, stopped by its pid, its output at hand. */
import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';
import { listStarters, renderStarter, type StarterName } from '../../src/starters/render.ts';
import type { RenderedStarter, StarterRole, StarterValue } from '../../src/starters/starter.ts';
import { starters } from '../../test/starters/starters.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Where programs are compiled and run. */
export const CACHE = join(ROOT, 'node_modules', '.cache');
/** Libraries and compilers that `.ci/install-servers` fetched from later releases of Debian. */
export const LIBRARIES = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'wirewise');

/** Every program of a name on the path, and in the folders of servers, which are not on everybody's. */
export function findPrograms(name: string): readonly string[] {
  const servers = process.platform === 'win32' ? [] : ['/usr/sbin', '/usr/local/sbin'];
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...servers];
  return folders.map((folder) => join(folder, name)).filter(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The path of a program; a missing one fails the test, because a proof must not be claimed without it. */
export function findProgram(name: string): string {
  const [first] = findPrograms(name);
  if (first === undefined) throw new Error(`Missing ${name}: the starters' proofs need it installed.`);
  return first;
}

/** A folder from which programs find the repository's packages. */
export function makeFolder(): { readonly path: string; readonly remove: () => void } {
  mkdirSync(CACHE, { recursive: true });
  const path = mkdtempSync(join(CACHE, 'starter-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export function render(
  protocol: string,
  language: string,
  role: StarterRole,
  set: Readonly<Record<string, StarterValue>>,
  { variant, isMinimal = false }: { readonly variant?: string | undefined; readonly isMinimal?: boolean } = {},
): RenderedStarter {
  const name = { protocol, language, role, ...(variant !== undefined && { variant }) };
  const result = renderStarter(starters, { ...name, answers: {}, set, isMinimal });
  if ('problem' in result) throw new Error(result.problem.message);
  return result;
}

/** The starters of one language. */
export function starterNames(language: string): readonly StarterName[] {
  return listStarters(starters).filter((one) => one.language === language);
}

/** Writes a starter's files into a folder. */
export function writeStarter(starter: RenderedStarter, folder: string): void {
  for (const { path, text } of starter.files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** What a program may print before the middle of it is forgotten: some print all that a flood sends them. */
const MOST_OUTPUT = 16 * 1024 * 1024;

function withinBounds(output: string): string {
  if (output.length <= MOST_OUTPUT) return output;
  const kept = MOST_OUTPUT / 4;
  return `${output.slice(0, kept)}\n…\n${output.slice(-kept)}`;
}

/** What prints something, and ends: a process, or a page in a browser. */
export abstract class Watched {
  output = '';
  /** How often it has printed something. */
  #prints = 0;
  /** Once it has ended: its exit code, or `null` where a signal ended it. */
  exitCode: number | null | undefined;

  /** The process that does its work. */
  abstract get pid(): number;

  abstract ends(): Promise<void>;

  abstract stop(signal?: 'SIGTERM' | 'SIGKILL' | 'SIGINT'): Promise<void>;

  get hasEnded(): boolean {
    return this.exitCode !== undefined;
  }

  /** How often the output matches. */
  count(pattern: RegExp): number {
    return [...this.output.matchAll(new RegExp(pattern, `${pattern.flags}g`))].length;
  }

  /** Waits until the output matches, as often as asked. */
  async saw(pattern: RegExp, { times = 1, timeoutMs = 40_000 } = {}): Promise<void> {
    let seen = -1;
    const isThere = () => {
      // A flood is not searched again before there is more of it.
      if (seen === this.#prints) return false;
      seen = this.#prints;
      return this.count(pattern) >= times;
    };
    await until(isThere, timeoutMs, () => `${pattern} in:\n${this.output}`);
  }

  protected print(text: string): void {
    this.#prints++;
    this.output = withinBounds(this.output + text);
  }
}

export class Program extends Watched {
  readonly #child: ChildProcess;
  readonly #exited: Promise<void>;

  constructor(
    command: string,
    args: readonly string[],
    options: { cwd?: string; env?: Readonly<Record<string, string>> } = {},
  ) {
    super();
    this.#child = spawn(command, [...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...options.env },
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (chunk) => this.print(String(chunk)));
    }
    this.#exited = new Promise((resolve) => {
      this.#child.once('exit', (code) => {
        this.exitCode = code;
        resolve();
      });
      this.#child.once('error', (error) => {
        this.print(`\n${error.message}`);
        resolve();
      });
    });
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error(`It did not start:\n${this.output}`);
    return this.#child.pid;
  }

  async ends(): Promise<void> {
    await this.#exited;
  }

  async stop(signal: 'SIGTERM' | 'SIGKILL' | 'SIGINT' = 'SIGTERM'): Promise<void> {
    this.#child.kill(signal);
    await this.#exited;
  }
}

/** Runs a compiler to its end, and fails with what it says where it does. */
export async function runCompiler(...start: ConstructorParameters<typeof Program>): Promise<void> {
  const compiler = new Program(...start);
  await compiler.ends();
  if (compiler.exitCode !== 0) throw new Error(compiler.output);
}

/** Polls, because what is waited for happens in other processes. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  timeoutMs: number,
  what: () => string,
): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`Waited ${timeoutMs} ms for ${what()}`);
    await new Promise((wait) => setTimeout(wait, 20));
  }
}

/** Starts a TypeScript starter the way `tsx` does: types stripped by esbuild, then Node. */
export function startTypeScript(
  starter: RenderedStarter,
  folder: string,
  env: Readonly<Record<string, string>> = {},
): Program {
  const main = starter.files[0];
  if (main === undefined) throw new Error('A starter without files.');
  writeStarter(starter, folder);
  const { code } = transformSync(main.text, { loader: 'ts', format: 'esm', target: 'node20' });
  const path = join(folder, main.path.replace(/\.ts$/, '.mjs'));
  writeFileSync(path, code);
  return new Program(process.execPath, [path], { cwd: folder, env });
}

/** Below the ports that the system gives to whoever asks for any, which may be taken before a server has started. */
const PORTS = { first: 10_000, size: 5_600, workers: 4 } as const;

const ownPorts = PORTS.first + ((Number(process.env['VITEST_POOL_ID'] ?? 1) - 1) % PORTS.workers) * PORTS.size;
let nextPort = Math.floor(Math.random() * PORTS.size);

/** A port that is free, and that no other worker and no outgoing connection gets meanwhile. It has five digits. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = ownPorts + (nextPort++ % PORTS.size);
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const isListening = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true));
  });
  if (isListening) await new Promise((resolve) => server.close(resolve));
  return isListening;
}
