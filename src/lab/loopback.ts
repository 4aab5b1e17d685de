/** Servers and sockets on free ports of loopback, and proxies that count the bytes to and from them. */
import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { ByteCounter } from './byte-counter.ts';
import type { CleanUp } from './clean-up.ts';

export const LOOPBACK = '127.0.0.1';

/** Starts a server on a free port; the clean-up closes it with all its connections. Returns the port. */
export async function listen(server: Server, cleanUp: CleanUp): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  cleanUp(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, LOOPBACK, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Expected a port on loopback.');
  return address.port;
}

/** Starts a TCP proxy to port `target`: bytes from the client count as up, bytes to it as down. Returns its port. */
export function countTcp(target: number, counter: ByteCounter, cleanUp: CleanUp): Promise<number> {
  const proxy = createServer({ noDelay: true }, (client) => {
    const server = connect({ port: target, host: LOOPBACK, noDelay: true });
    client.on('data', ({ length }) => counter.add('up', length));
    server.on('data', ({ length }) => counter.add('down', length));
    client.pipe(server).pipe(client);
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      one.once('error', () => other.destroy());
      one.once('close', () => other.destroy());
    }
  });
  return listen(proxy, cleanUp);
}

/** A UDP path with a relay: each end sends to the alias of the other. */
export interface UdpPath {
  readonly clientAlias: number;
  readonly serverAlias: number;
  /** Connects the aliases with the real ports. Earlier packets are lost, which UDP permits. */
  readonly connect: (clientPort: number, serverPort: number) => void;
}

/** Starts a UDP relay: each end sends to the alias of the other, and sees that alias as the sender of packets. */
export async function countUdp(counter: ByteCounter, cleanUp: CleanUp): Promise<UdpPath> {
  const client = await bindUdp(cleanUp);
  const server = await bindUdp(cleanUp);
  return {
    clientAlias: client.address().port,
    serverAlias: server.address().port,
    connect: (clientPort, serverPort) => {
      // Otherwise a late packet would be sent through a closed socket.
      cleanUp(() => {
        for (const socket of [client, server]) socket.removeAllListeners('message');
      });
      client.on('message', (message) => {
        counter.add('down', message.length);
        server.send(message, clientPort, LOOPBACK);
      });
      server.on('message', (message) => {
        counter.add('up', message.length);
        client.send(message, serverPort, LOOPBACK);
      });
    },
  };
}

/** A UDP socket on a free port; the clean-up closes it. */
export async function bindUdp(cleanUp: CleanUp): Promise<UdpSocket> {
  const socket = createSocket('udp4');
  cleanUp(() => new Promise<void>((resolve) => socket.close(() => resolve())));
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(0, LOOPBACK, resolve);
  });
  return socket;
}
