/** A NATS server with JetStream, on loopback, on a port and with a store that it keeps across a restart. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram, freePort, LIBRARIES, Program, until } from './program.ts';
import { accepts } from './reachable.ts';

export class NatsServer {
  readonly port: number;
  /** Where it takes WebSockets, without TLS. */
  readonly wsPort: number;
  readonly #folder = mkdtempSync(join(tmpdir(), 'nats-'));
  readonly #lines: readonly string[];
  #program: Program | undefined;

  private constructor(port: number, wsPort: number, lines: readonly string[]) {
    this.port = port;
    this.wsPort = wsPort;
    this.#lines = lines;
  }

  /** @param lines of its configuration, such as for authorization */
  static async start(lines: readonly string[] = [], port?: number): Promise<NatsServer> {
    const server = new NatsServer(port ?? (await freePort()), await freePort(), lines);
    await server.start();
    return server;
  }

  get endpoint(): string {
    return `nats://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const config = [
      `listen: "127.0.0.1:${this.port}"`,
      `jetstream { store_dir: "${this.#folder}", max_memory_store: 64MB, max_file_store: 256MB }`,
      `websocket { listen: "127.0.0.1:${this.wsPort}", no_tls: true }`,
      ...this.#lines,
    ];
    writeFileSync(join(this.#folder, 'nats.conf'), config.join('\n'));
    const program = new Program(natsServer(), ['-c', join(this.#folder, 'nats.conf')]);
    this.#program = program;
    await program.saw(/Server is ready/);
    await until(
      () => accepts(this.port),
      10_000,
      () => program.output,
    );
  }

  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    if (this.#program) process.kill(this.#program.pid, signal);
  }

  async stop(): Promise<void> {
    await this.#program?.stop();
  }

  async remove(): Promise<void> {
    await this.#program?.stop('SIGKILL');
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** The one of a later Debian, which the starters claim, if `.ci/install-servers` has fetched it. */
function natsServer(): string {
  const fetched = join(LIBRARIES, 'servers', 'usr', 'sbin', 'nats-server');
  return existsSync(fetched) ? fetched : findProgram('nats-server');
}
