/** Servers for the real tests: on loopback, each on a port that can be kept across a restart. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import amqpLibrary from 'amqplib';
import { type WebSocket, WebSocketServer } from 'ws';
import { findProgram, freePort, Program, until } from './program.ts';
import { accepts } from './reachable.ts';

/** Frames that a WebSocket server received, and its connections. */
export class FrameServer {
  readonly received: { readonly text: string; readonly isBinary: boolean }[] = [];
  connections = 0;
  readonly #server: WebSocketServer;

  constructor(port: number) {
    this.#server = new WebSocketServer({ host: '127.0.0.1', port });
    this.#server.on('connection', (socket) => {
      this.connections++;
      socket.on('message', (data, isBinary) => this.received.push({ text: String(data), isBinary }));
    });
  }

  send(text: string): void {
    for (const socket of this.#server.clients) socket.send(text);
  }

  async stop(): Promise<void> {
    for (const socket of this.#server.clients) socket.terminate();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** A signalling server as the WebRTC starters expect it: relays each message to the others in the room. */
export function startRelay(port: number): { stop: () => Promise<void> } {
  const rooms = new Map<WebSocket, string>();
  const server = new WebSocketServer({ host: '127.0.0.1', port });
  server.on('connection', (socket, request) => {
    rooms.set(socket, new URL(request.url ?? '/', 'ws://relay').searchParams.get('room') ?? '');
    socket.on('close', () => rooms.delete(socket));
    socket.on('message', (data) => {
      for (const [other, room] of rooms) if (other !== socket && room === rooms.get(socket)) other.send(String(data));
    });
  });
  const stop = async () => {
    for (const socket of server.clients) socket.terminate();
    await new Promise((resolve) => server.close(resolve));
  };
  return { stop };
}

/** @param at the port; 0: a free one */
export async function startHttp(
  handler: (request: IncomingMessage, response: ServerResponse) => void,
  at = 0,
): Promise<{ readonly port: number; readonly stop: () => Promise<void> }> {
  const server: Server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(at, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port.');
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { port: address.port, stop };
}

/** mosquitto with a TCP and a WebSocket listener; sessions survive `restart`. */
export class Mosquitto {
  readonly tcpPort: number;
  readonly wsPort: number;
  readonly #folder = mkdtempSync(join(tmpdir(), 'mosquitto-'));
  #program: Program | undefined;

  constructor(tcpPort: number, wsPort: number) {
    this.tcpPort = tcpPort;
    this.wsPort = wsPort;
  }

  async start(): Promise<void> {
    const config = [
      `persistence_location ${this.#folder}/`,
      'persistence true',
      'allow_anonymous true',
      `user ${process.env['USER'] ?? 'root'}`,
      `listener ${this.tcpPort} 127.0.0.1`,
      `listener ${this.wsPort} 127.0.0.1`,
      'protocol websockets',
    ];
    writeFileSync(join(this.#folder, 'mosquitto.conf'), config.join('\n'));
    const program = new Program(findProgram('mosquitto'), ['-c', join(this.#folder, 'mosquitto.conf')]);
    this.#program = program;
    const ready = async () => (await accepts(this.tcpPort)) && (await accepts(this.wsPort));
    await until(ready, 10_000, () => `mosquitto:\n${program.output}`);
  }

  async stop(): Promise<void> {
    await this.#program?.stop();
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** RabbitMQ in the foreground, with a folder, a node name and ports of its own. */
export class RabbitMq {
  readonly port: number;
  /** Where it takes STOMP over TCP and over WebSocket, with these plugins. */
  readonly stomp: { readonly tcpPort: number; readonly wsPort: number };
  readonly #folder = mkdtempSync(join(tmpdir(), 'rabbitmq-'));
  readonly #epmdPort: number;
  readonly #distPort: number;
  #program: Program | undefined;

  private constructor([port = 0, epmdPort = 0, distPort = 0, tcpPort = 0, wsPort = 0]: readonly number[]) {
    this.port = port;
    this.#epmdPort = epmdPort;
    this.#distPort = distPort;
    this.stomp = { tcpPort, wsPort };
  }

  /** @param plugins such as `rabbitmq_amqp1_0` */
  static async start(plugins: readonly string[] = []): Promise<RabbitMq> {
    const ports: number[] = [];
    while (ports.length < 5) ports.push(await freePort());
    const broker = new RabbitMq(ports);
    await broker.#launch(plugins);
    return broker;
  }

  /** Halts it, and lets it go on: the shell script that was started has the virtual machine as its child. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    const pid = this.#program?.pid ?? 0;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
    for (const child of children) process.kill(Number(child), signal);
  }

  /** Stops it, waits, and starts it again with what it has stored. */
  async restart(plugins: readonly string[] = []): Promise<void> {
    await this.#program?.stop();
    await this.#launch(plugins);
  }

  get #env(): Readonly<Record<string, string>> {
    return {
      HOME: this.#folder,
      RABBITMQ_NODENAME: `starters${this.port}@localhost`,
      RABBITMQ_MNESIA_BASE: join(this.#folder, 'data'),
      RABBITMQ_LOG_BASE: join(this.#folder, 'log'),
      RABBITMQ_CONFIG_FILE: join(this.#folder, 'rabbitmq'),
      RABBITMQ_ENABLED_PLUGINS_FILE: join(this.#folder, 'plugins'),
      RABBITMQ_PID_FILE: join(this.#folder, 'pid'),
      RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-kernel inet_dist_use_interface {127,0,0,1}',
      ERL_EPMD_ADDRESS: '127.0.0.1',
      ERL_EPMD_PORT: String(this.#epmdPort),
      RABBITMQ_DIST_PORT: String(this.#distPort),
    };
  }

  async #launch(plugins: readonly string[]): Promise<void> {
    const lines = [`listeners.tcp.default = 127.0.0.1:${this.port}`];
    if (plugins.includes('rabbitmq_stomp')) lines.push(`stomp.listeners.tcp.1 = 127.0.0.1:${this.stomp.tcpPort}`);
    if (plugins.includes('rabbitmq_web_stomp'))
      lines.push('web_stomp.tcp.ip = 127.0.0.1', `web_stomp.tcp.port = ${this.stomp.wsPort}`);
    writeFileSync(join(this.#folder, 'rabbitmq.conf'), lines.map((line) => `${line}\n`).join(''));
    writeFileSync(join(this.#folder, 'plugins'), `[${plugins.join(', ')}].\n`);
    const server = findProgram('rabbitmq-server');
    // Debian puts a wrapper on the path that insists on a service user; the real one lies with the library.
    const direct = '/usr/lib/rabbitmq/bin/rabbitmq-server';
    const program = new Program(process.platform === 'linux' ? direct : server, [], { env: this.#env });
    this.#program = program;
    await until(
      () => accepts(this.port),
      // Several start at once when the survival suite begins.
      180_000,
      () => `RabbitMQ:\n${program.output}`,
    );
  }

  /** Whether it lets somebody in, who has the time that a busy machine needs. */
  async answers(): Promise<boolean> {
    return amqpLibrary
      .connect(`amqp://guest:guest@127.0.0.1:${this.port}`, { timeout: 60_000 })
      .then((connection) => connection.close())
      .then(
        () => true,
        () => false,
      );
  }

  /** How it ended, where it has, and the end of what it has logged. */
  get lastWords(): string {
    const folder = join(this.#folder, 'log');
    const logs = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
    const ended = this.#program?.hasEnded === true ? `exit code ${this.#program.exitCode}` : 'not ended';
    return [ended, ...[this.#program?.output ?? '', ...logs].map((text) => text.slice(-3000))].join('\n');
  }

  /** What `rabbitmqctl` does with it. */
  async control(...args: readonly string[]): Promise<string> {
    const program = new Program('/usr/lib/rabbitmq/bin/rabbitmqctl', [...args], { env: this.#env });
    await until(
      () => program.hasEnded,
      60_000,
      () => `rabbitmqctl:\n${program.output}`,
    );
    if (program.exitCode !== 0) throw new Error(program.output);
    return program.output;
  }

  async remove(): Promise<void> {
    await this.#program?.stop();
    const epmd = new Program(findProgram('epmd'), ['-port', String(this.#epmdPort), '-kill'], { env: this.#env });
    await until(
      async () => !(await accepts(this.#epmdPort)),
      10_000,
      () => `epmd to stop:\n${epmd.output}`,
    );
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
