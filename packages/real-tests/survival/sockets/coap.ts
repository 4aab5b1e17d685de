/** Faults of CoAP, over UDP: peers of the test answer datagram by datagram. */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { performance } from 'node:perf_hooks';
import { expect } from 'vitest';
import { until } from '../../program.ts';
import { type Cell, type Fault, isListening, rowsOf } from '../tools/fault.ts';
import { cpuOf, wait } from '../tools/machine.ts';
import { endsWithin2s, FASTER, SIGNALS } from '../tools/reconnecting.ts';
import { arrives, sourceFails } from '../tools/source.ts';

const PATIENT = { timeoutMs: 60_000 };
const TYPES = { confirmable: 0, acknowledgement: 2, reset: 3 } as const;
const CODES = { get: 1, content: 0x45, notFound: 0x84, unavailable: 0xa3 } as const;

interface Packet {
  readonly type: number;
  readonly code: number;
  readonly id: number;
  readonly token: Buffer;
}

function parse(bytes: Buffer): Packet {
  const first = bytes[0] ?? 0;
  const token = bytes.subarray(4, 4 + (first & 15));
  return { type: (first >> 4) & 3, code: bytes[1] ?? 0, id: bytes.readUInt16BE(2), token };
}

/** @param options as bytes, in the order of their numbers */
function write({ type, code, id, token }: Packet, options: readonly number[] = [], payload = ''): Buffer {
  const head = Buffer.from([0x40 | (type << 4) | token.length, code, id >> 8, id & 255]);
  const body = payload === '' ? Buffer.alloc(0) : Buffer.from(`\xff${payload}`, 'latin1');
  return Buffer.concat([head, token, Buffer.from(options), body]);
}

/** Observe with a number of its own, then Max-Age: option 6, and 8 further on with one byte. */
const observed = (number: number, maxAge: number) => [0x61, number, 0x81, maxAge];

/** A UDP server; `answer` gets each request once. A repetition gets what was answered first. */
async function serve(cell: Cell, port: number, answer: (request: Packet, reply: (bytes: Buffer) => void) => void) {
  const socket = createSocket('udp4');
  const times: number[] = [];
  const seen = new Map<string, Buffer | undefined>();
  socket.on('message', (bytes: Buffer, { port: back, address }: RemoteInfo) => {
    const request = parse(bytes);
    if (request.code !== CODES.get) return;
    const key = `${back} ${request.id} ${request.token.toString('hex')}`;
    const first = seen.get(key);
    if (first) socket.send(first, back, address);
    if (seen.has(key)) return;
    seen.set(key, undefined);
    times.push(performance.now());
    answer(request, (reply) => {
      if (seen.get(key) === undefined) seen.set(key, reply);
      socket.send(reply, back, address);
    });
  });
  await bind(socket, port);
  cell.keep({ stop: async () => void socket.close() });
  return { port: socket.address().port, times };
}

async function bind(socket: Socket, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject).bind(port, '127.0.0.1', () => resolve());
  });
}

async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4');
  await bind(socket, 0);
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(() => resolve()));
  return port;
}

const at = (port: number) => ({ endpoint: `coap://127.0.0.1:${port}/value` });
const ack = (request: Packet, code: number): Packet => ({ ...request, type: TYPES.acknowledgement, code });

const asClient: Readonly<Record<string, Fault['run']>> = {
  'nobody-listens': async (cell) => {
    const port = await freeUdpPort();
    const { program, pid } = await cell.start(at(port), { faster: FASTER });
    await wait(86_400_000 / FASTER);
    expect(program.hasEnded, program.output.slice(-2000)).toBe(false);
    expect(cpuOf(pid())).toBeLessThan(25);
    const { times } = await serve(cell, port, (request, reply) => reply(write(ack(request, CODES.unavailable))));
    await until(
      () => times.length > 30,
      20_000,
      () => `calls after a day:\n${program.output.slice(-2000)}`,
    );
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    const [low = 0, middle = 0, high = 0] = [4, 15, 26].map((at) => gaps.toSorted((a, b) => a - b)[at] ?? 0);
    expect(middle * FASTER).toBeGreaterThan(7500);
    expect(low * FASTER).toBeLessThan(120_000);
    expect(high - low).toBeGreaterThan(middle / 10);
  },
  'refused-at-first': async (cell) => {
    let requests = 0;
    const { port } = await serve(cell, 0, (request, reply) => {
      if (++requests < 3) reply(write(ack(request, CODES.notFound)));
      else reply(write(ack(request, CODES.content), observed(1, 60), 'there now'));
    });
    const { program } = await cell.start(at(port));
    await program.saw(/refused: .*4\.04/i, PATIENT);
    await program.saw(/^there now$/m, PATIENT);
  },
  'falls-silent': async (cell) => {
    const { port, times } = await serve(cell, 0, (request, reply) => {
      reply(write(ack(request, CODES.content), observed(1, 1), `value ${times.length}`));
    });
    const { program } = await cell.start(at(port));
    await program.saw(/^value 3$/m, PATIENT);
    await wait(3000);
    expect(times.length).toBeLessThan(6);
  },
  'malformed-packets': async (cell) => {
    const { port } = await serve(cell, 0, (request, reply) => {
      reply(write(ack(request, CODES.content), observed(1, 60), 'before'));
      for (const bytes of ['', '\x00', '\x4f\x45\x00\x01', '\xff'.repeat(60), '\x60\x45\x12\x34\xff'])
        reply(Buffer.from(bytes, 'latin1'));
      const id = (request.id + 1) & 0xffff;
      setTimeout(
        () => reply(write({ ...request, type: TYPES.confirmable, code: CODES.content, id }, observed(2, 60), 'after')),
        500,
      );
    });
    const { program } = await cell.start(at(port));
    await program.saw(/^before$/m, PATIENT);
    await program.saw(/^after$/m, PATIENT);
    expect(program.count(/^before$/m)).toBe(1); // it has not begun anew
  },
  'handler-fails': async (cell) => {
    const { port } = await serve(cell, 0, (request, reply) => {
      reply(write(ack(request, CODES.content), observed(1, 60), 'poison'));
      const id = (request.id + 1) & 0xffff;
      setTimeout(
        () => reply(write({ ...request, type: TYPES.confirmable, code: CODES.content, id }, observed(2, 60), 'after')),
        500,
      );
    });
    const { program } = await cell.start(at(port), { userCode: 'fails' });
    await program.saw(/no database/, PATIENT);
    await program.saw(/^after$/m, PATIENT);
  },
  signals: async (cell) => {
    for (const signal of SIGNALS) {
      const { port, times } = await serve(cell, 0, (request, reply) => {
        if (times.length > 1) reply(write(ack(request, CODES.content), observed(1, 60), 'here'));
      });
      const waiting = await cell.start(at(port), { isFirst: true });
      await until(
        () => times.length > 0,
        60_000,
        () => 'a request',
      );
      await wait(300);
      await endsWithin2s(waiting, signal);
      const observing = await cell.start(at(port), { isFirst: true });
      await observing.program.saw(/^here$/m, PATIENT);
      await endsWithin2s(observing, signal);
    }
  },
};

/** Observes with a raw socket; the answers are in `packets`. */
async function observe(cell: Cell, port: number, answer: number) {
  const socket = createSocket('udp4');
  const packets: Packet[] = [];
  socket.on('message', (bytes: Buffer) => {
    const packet = parse(bytes);
    packets.push(packet);
    if (packet.type === TYPES.confirmable)
      socket.send(write({ type: answer, code: 0, id: packet.id, token: Buffer.alloc(0) }), port, '127.0.0.1');
  });
  await bind(socket, 0);
  cell.keep({ stop: async () => void socket.close() });
  const request = { type: TYPES.confirmable, code: CODES.get, id: 7, token: Buffer.from('t') };
  const path = ['sensors', 'temperature'].flatMap((part, index) => {
    const short = part.length < 13;
    const delta = index === 0 ? 0x50 : 0; // from Observe, 6, to Uri-Path, 11
    return [delta | (short ? part.length : 13), ...(short ? [] : [part.length - 13]), ...Buffer.from(part)];
  });
  return { socket, packets, ask: () => socket.send(write(request, [0x60, ...path]), port, '127.0.0.1') };
}

const asServer: Readonly<Record<string, Fault['run']>> = {
  'observer-resets': async (cell) => {
    const port = await freeUdpPort();
    await isListening(await cell.start({ port }));
    const gone = await observe(cell, port, TYPES.reset);
    const there = await observe(cell, port, TYPES.acknowledgement);
    gone.ask();
    there.ask();
    await until(
      () => there.packets.length > 5,
      20_000,
      () => 'values',
    );
    expect(gone.packets.length).toBeLessThan(5);
    expect(there.packets.filter(({ code }) => code === CODES.content).length).toBeGreaterThan(3);
  },
  'malformed-packets': async (cell) => {
    const port = await freeUdpPort();
    const { program } = await cell.start({ port });
    await isListening({ program });
    const client = await observe(cell, port, TYPES.acknowledgement);
    for (const bytes of ['', '\x00', '\x4f\x01\x00\x01', '\xff'.repeat(60), '\x40\x01\x12\x34\xff'])
      client.socket.send(Buffer.from(bytes, 'latin1'), port, '127.0.0.1');
    await wait(500);
    client.ask();
    await until(
      () => client.packets.filter(({ code }) => code === CODES.content).length > 2,
      20_000,
      () => program.output,
    );
  },
  'source-fails': async (cell) => {
    const port = await freeUdpPort();
    const running = await cell.start({ port }, { userCode: 'sourceFails' });
    await isListening(running);
    const client = await observe(cell, port, TYPES.acknowledgement);
    client.ask();
    await sourceFails(
      running,
      arrives(() => client.packets.filter(({ code }) => code === CODES.content).length),
    );
  },
  'signals-while-observed': async (cell) => {
    for (const signal of SIGNALS) {
      const port = await freeUdpPort();
      const running = await cell.start({ port }, { isFirst: true });
      await isListening(running);
      const client = await observe(cell, port, TYPES.acknowledgement);
      client.ask();
      await until(
        () => client.packets.length > 1,
        20_000,
        () => 'values',
      );
      await endsWithin2s(running, signal);
    }
  },
};

export const coap: readonly Fault[] = [
  ...rowsOf({ protocol: 'coap', role: 'client' }, asClient),
  ...rowsOf({ protocol: 'coap', role: 'server' }, asServer),
];
