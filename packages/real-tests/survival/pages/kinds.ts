/** Servers that keep a connection to a page, or hold its request, and say what a row wants them to. */
import type { Socket } from 'node:net';
import type { StarterValue } from '../../../../src/starters/starter.ts';
import { answerHttp, OPCODES, RawWebSocket, readHead, startStream } from '../tools/peers.ts';

/** A server of one protocol, as far as it goes, to which a page keeps a connection, or a request. */
export interface Kind {
  readonly protocol: string;
  readonly variant?: string;
  /** Whether a message that is too large ends no connection. */
  readonly leavesOut?: boolean;
  readonly set: (port: number) => Readonly<Record<string, StarterValue>>;
  /** Answers a connection; what is returned sends a text to it. */
  readonly accept: (socket: Socket, then: (say: (text: string) => void, head: string) => void) => void;
}

const WEBSOCKET: Kind = {
  protocol: 'websocket',
  set: (port) => ({ endpoint: `ws://127.0.0.1:${port}/` }),
  accept: (socket, then) =>
    RawWebSocket.accept(socket, (ws, head) => {
      readFrames(socket, ws, () => undefined);
      then((text) => ws.send(OPCODES.text, text), head);
    }),
};

const SSE: Kind = {
  protocol: 'sse',
  set: (port) => ({ endpoint: `http://127.0.0.1:${port}/events` }),
  accept: (socket, then) =>
    readHead(socket, (head) => {
      startStream(socket);
      then((text) => socket.write(`data: ${text}\n\n`), head);
    }),
};

const LONG_POLLING: Kind = {
  protocol: 'long-polling',
  set: (port) => ({ endpoint: `http://127.0.0.1:${port}/messages` }),
  accept: (socket, then) =>
    readHead(socket, (head) => {
      const after = Number(/after=(\d+)/.exec(head)?.[1]) + 1;
      const body = (data: string) => JSON.stringify({ after, messages: [{ id: after, data }] });
      then((text) => answerHttp(socket, '200 OK', ['Content-Type: application/json'], body(text)), head);
    }),
};

/** Calls back with each frame of a page, and closes when it does. */
function readFrames(socket: Socket, ws: RawWebSocket, take: (payload: Buffer) => void): void {
  let read = 0;
  socket.on('data', () => {
    for (const { opcode, payload } of ws.received.slice(read)) {
      read++;
      if (opcode === OPCODES.close) socket.end();
      else take(payload);
    }
  });
}

/** Every packet of the library is a frame. */
const MQTT: Kind = {
  protocol: 'mqtt',
  leavesOut: true,
  set: (port) => ({ endpoint: `ws://127.0.0.1:${port}`, topic: 'a' }),
  accept: (socket, then) =>
    RawWebSocket.accept(socket, (ws, head) => {
      const send = (...bytes: number[]) => ws.send(OPCODES.binary, Buffer.from(bytes));
      readFrames(socket, ws, (packet) => {
        const [first = 0, , idHigh = 0, idLow = 0] = packet;
        if (first >> 4 === 1) send(0x20, 2, 0, 0);
        if (first >> 4 === 12) send(0xd0, 0);
        if (first >> 4 !== 8) return;
        send(0x90, 3, idHigh, idLow, 1);
        const publish = (text: string) => {
          const body = Buffer.from(`\0\u0001a${text}`);
          ws.send(OPCODES.binary, Buffer.concat([Buffer.from([0x30, ...variableLength(body.length)]), body]));
        };
        then(publish, head);
      });
    }),
};

/** Seven bits a byte, the lowest first. */
function variableLength(length: number): readonly number[] {
  return length < 128 ? [length] : [(length % 128) | 128, ...variableLength(Math.floor(length / 128))];
}

const STOMP: Kind = {
  protocol: 'stomp',
  leavesOut: true,
  set: (port) => ({ endpoint: `ws://127.0.0.1:${port}/ws` }),
  accept: (socket, then) =>
    RawWebSocket.accept(socket, (ws, head) => {
      const send = (...lines: string[]) => ws.send(OPCODES.text, `${lines.join('\n')}\0`);
      readFrames(socket, ws, (frame) => {
        const [command] = String(frame).split('\n');
        if (command === 'CONNECT' || command === 'STOMP') send('CONNECTED', 'version:1.2', '', '');
        if (command !== 'SUBSCRIBE') return;
        send('RECEIPT', 'receipt-id:subscribed', '', '');
        const [, id] = /^id:(.*)$/m.exec(String(frame)) ?? [];
        const about = ['MESSAGE', `subscription:${id}`, 'message-id:1', 'destination:/topic/a'];
        then((text) => send(...about, '', text), head);
      });
    }),
};

/** The page asks as soon as its user clicks. */
const SSE_POST: Kind = { ...SSE, variant: 'post-requests' };

const REACT: readonly Kind[] = [WEBSOCKET, SSE].map((kind) => ({ ...kind, variant: 'react' }));

export const KINDS: readonly Kind[] = [WEBSOCKET, SSE, SSE_POST, LONG_POLLING, MQTT, STOMP, ...REACT];
