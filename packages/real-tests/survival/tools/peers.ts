/** Small servers that misbehave as told: each listens on loopback and notes when it was called. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

/** Any TCP server. `calls` holds the time of each connection in ms. */
export class Peer {
  readonly calls: number[] = [];
  readonly sockets = new Set<Socket>();
  readonly #server: Server;

  private constructor(answer: (socket: Socket, call: number) => void) {
    this.#server = createServer((socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
      socket.on('error', () => undefined);
      this.calls.push(performance.now());
      answer(socket, this.calls.length);
    });
  }

  /** @param answer what it does with a connection; `call` counts from 1 */
  static async listen(port: number, answer: (socket: Socket, call: number) => void): Promise<Peer> {
    const peer = new Peer(answer);
    await new Promise<void>((resolve, reject) => {
      peer.#server.once('error', reject).listen(port, '127.0.0.1', resolve);
    });
    return peer;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Times between two calls. */
  get gaps(): readonly number[] {
    return this.calls.slice(1).map((at, index) => at - (this.calls[index] ?? 0));
  }
}

/** One HTTP request without a body, as text; calls back with its lines once its head is complete. */
export function readHead(socket: Socket, then: (head: string, rest: Buffer) => void): void {
  let got = Buffer.alloc(0);
  const take = (chunk: Buffer) => {
    got = Buffer.concat([got, chunk]);
    const end = got.indexOf('\r\n\r\n');
    if (end < 0) return;
    socket.off('data', take);
    then(got.subarray(0, end).toString('latin1'), got.subarray(end + 4));
  };
  socket.on('data', take);
}

export function header(head: string, name: string): string | undefined {
  return new RegExp(`^${name}: *(.*)$`, 'im').exec(head)?.[1]?.trim();
}

/** An event stream on a raw socket, so that bytes go out exactly as written. */
export function startStream(socket: Socket, extra = ''): void {
  socket.write(`HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n${extra}\r\n`);
}

export function answerHttp(socket: Socket, status: string, lines: readonly string[] = [], body = ''): void {
  const all = [`HTTP/1.1 ${status}`, ...lines, `Content-Length: ${Buffer.byteLength(body)}`, 'Connection: close'];
  socket.end(`${all.join('\r\n')}\r\n\r\n${body}`);
}

export const OPCODES = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

export interface Frame {
  readonly opcode: number;
  readonly payload: Buffer;
}

/** The server's side of a WebSocket on a raw socket: frames go out one by one, legal or not. */
export class RawWebSocket {
  readonly received: Frame[] = [];
  readonly socket: Socket;
  answersPings = true;
  #got: Buffer;

  private constructor(socket: Socket, rest: Buffer) {
    this.socket = socket;
    this.#got = rest;
    socket.on('data', (chunk: Buffer) => {
      this.#got = Buffer.concat([this.#got, chunk]);
      this.#read();
    });
    this.#read();
  }

  static accept(socket: Socket, then: (ws: RawWebSocket, head: string) => void): void {
    readHead(socket, (head, rest) => {
      const key = `${header(head, 'sec-websocket-key')}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
      const accept = createHash('sha1').update(key).digest('base64');
      const lines = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade'];
      const [protocol] = header(head, 'sec-websocket-protocol')?.split(',') ?? [];
      if (protocol !== undefined) lines.push(`Sec-WebSocket-Protocol: ${protocol}`);
      socket.write(`${[...lines, `Sec-WebSocket-Accept: ${accept}`].join('\r\n')}\r\n\r\n`);
      then(new RawWebSocket(socket, rest), head);
    });
  }

  send(opcode: number, payload: Buffer | string = '', isLast = true): void {
    const body = Buffer.from(payload);
    const { length } = body;
    const head =
      length < 126
        ? Buffer.from([0, length])
        : length < 65_536
          ? Buffer.from([0, 126, length >> 8, length & 255])
          : Buffer.concat([Buffer.from([0, 127, 0, 0, 0, 0]), uint32(length)]);
    head[0] = (isLast ? 0x80 : 0) | opcode;
    this.socket.write(Buffer.concat([head, body]));
  }

  close(code: number): void {
    this.send(OPCODES.close, Buffer.from([code >> 8, code & 255]));
    this.socket.end();
  }

  get texts(): readonly string[] {
    return this.received.filter(({ opcode }) => opcode <= OPCODES.binary).map(({ payload }) => payload.toString());
  }

  #read(): void {
    for (;;) {
      const got = this.#got;
      if (got.length < 2) return;
      const short = (got[1] ?? 0) & 127;
      const wide = short === 126 ? 2 : short === 127 ? 8 : 0;
      if (got.length < 6 + wide) return;
      const length = wide === 2 ? got.readUInt16BE(2) : wide === 8 ? Number(got.readBigUInt64BE(2)) : short;
      const start = 6 + wide;
      if (got.length < start + length) return;
      const mask = got.subarray(start - 4, start);
      const payload = Buffer.from(got.subarray(start, start + length));
      for (let at = 0; at < length; at++) payload[at] = (payload[at] ?? 0) ^ (mask[at % 4] ?? 0);
      this.#got = got.subarray(start + length);
      const opcode = (got[0] ?? 0) & 15;
      this.received.push({ opcode, payload });
      if (opcode === OPCODES.ping && this.answersPings) this.send(OPCODES.pong, payload);
    }
  }
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** What MQTT 5 calls the return codes of 3.1.1. */
const REASONS: Readonly<Record<number, number>> = { 0: 0, 3: 0x88, 5: 0x87 };

let made: { key: Buffer; cert: Buffer; env: Record<string, string>; files: Record<string, string> } | undefined;

/** A certificate for 127.0.0.1, the environment in which clients trust it, and the one in which servers show it. */
export function certificate() {
  if (made !== undefined) return made;
  const folder = mkdtempSync(join(tmpdir(), 'certificate-'));
  const [key, cert, store] = ['key.pem', 'cert.pem', 'trust.p12'].map((name) => join(folder, name));
  if (key === undefined || cert === undefined || store === undefined) throw new Error('No path.');
  const request = 'req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=peer -addext subjectAltName=IP:127.0.0.1';
  spawnSync('openssl', [...request.split(' '), '-keyout', key, '-out', cert]);
  spawnSync('keytool', [
    ...'-importcert -noprompt -alias peer -storepass changeit'.split(' '),
    '-keystore',
    store,
    '-file',
    cert,
  ]);
  const options = `-Djavax.net.ssl.trustStore=${store} -Djavax.net.ssl.trustStorePassword=changeit`;
  const env = { JAVA_TOOL_OPTIONS: options, NODE_EXTRA_CA_CERTS: cert, SSL_CERT_FILE: cert };
  const files = { TLS_KEY_FILE: key, TLS_CERT_FILE: cert };
  made = { key: readFileSync(key), cert: readFileSync(cert), env, files };
  return made;
}

/** MQTT as far as a refusal needs it: waits for CONNECT, then answers with a return code of version 3.1.1. */
export function answerConnect(socket: Socket, code: number): void {
  socket.once('data', (connect: Buffer) => {
    socket.write(acknowledgement(connect, code));
    if (code !== 0) socket.end();
  });
}

/** The same over WebSocket. */
export function answerConnectOfPage(socket: Socket, code: number): void {
  RawWebSocket.accept(socket, (ws) => {
    socket.once('data', () => {
      ws.send(OPCODES.binary, acknowledgement(ws.received[0]?.payload ?? Buffer.alloc(0), code));
      if (code !== 0) socket.end();
    });
  });
}

/** A CONNACK packet. */
function acknowledgement(connect: Buffer, code: number): Buffer {
  const isVersion5 = connect[connect.indexOf('MQTT') + 4] === 5;
  return Buffer.from(isVersion5 ? [0x20, 3, 0, REASONS[code] ?? 0x80, 0] : [0x20, 2, 0, code]);
}
