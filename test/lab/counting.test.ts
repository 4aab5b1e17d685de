import { createSocket } from 'node:dgram';
import { connect, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { ByteCounter } from '../../src/lab/byte-counter.ts';
import { CleanUps } from '../../src/lab/clean-up.ts';
import { countTcp, countUdp, LOOPBACK, listen } from '../../src/lab/loopback.ts';
import { refuseStun } from '../../src/lab/refuse-stun.ts';

const stops = new CleanUps();

afterEach(() => stops.run());

test('the counter gives what passed since it was last asked', () => {
  const counter = new ByteCounter();
  counter.add('up', 3);
  counter.add('down', 5);
  counter.add('up', 4);
  expect(counter.take()).toEqual({ up: 7, down: 5 });
  expect(counter.take()).toEqual({ up: 0, down: 0 });
});

test('the counter waits for what is still coming', async () => {
  const counter = new ByteCounter();
  counter.add('down', 1);
  for (const ms of [10, 20, 30]) setTimeout(() => counter.add('up', 1), ms);
  await counter.settle();
  expect(counter.take()).toEqual({ up: 3, down: 1 });
});

test('the TCP proxy passes every byte on, counts it once, and ends with the connection', async () => {
  const counter = new ByteCounter();
  const server = createServer((socket) => socket.on('data', (data) => socket.write(Buffer.concat([data, data]))));
  const port = await countTcp(await listen(server, stops.add), counter, stops.add);
  const socket = connect(port, LOOPBACK);
  let received = 0;
  const sent = Buffer.alloc(300_000, 'x');
  await new Promise<void>((resolve) => {
    socket.on('data', ({ length }) => {
      received += length;
      if (received === 2 * sent.length) resolve();
    });
    socket.write(sent);
  });
  expect(counter.take()).toEqual({ up: sent.length, down: 2 * sent.length });
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await stops.run();
  await closed;
  const refused = new Promise((resolve) => connect(port, LOOPBACK).once('error', resolve));
  expect(await refused).toMatchObject({ code: 'ECONNREFUSED' });
});

test('servers listen on loopback only', async () => {
  const server = createServer();
  await listen(server, stops.add);
  expect(server.address()).toMatchObject({ address: LOOPBACK });
});

test('the UDP relay lets each end see the other one under its alias', async () => {
  const counter = new ByteCounter();
  const path = await countUdp(counter, stops.add);
  const [client, server] = [createSocket('udp4'), createSocket('udp4')];
  for (const socket of [client, server]) {
    stops.add(() => socket.close());
    await new Promise<void>((resolve) => socket.bind(0, LOOPBACK, resolve));
  }
  path.connect(client.address().port, server.address().port);
  const atServer = new Promise((resolve) => server.once('message', (text, { port }) => resolve([String(text), port])));
  client.send('ping!', path.serverAlias, LOOPBACK);
  expect(await atServer).toEqual(['ping!', path.clientAlias]);
  const atClient = new Promise((resolve) => client.once('message', (text, { port }) => resolve([String(text), port])));
  server.send('pong', path.clientAlias, LOOPBACK);
  expect(await atClient).toEqual(['pong', path.serverAlias]);
  expect(counter.take()).toEqual({ up: 5, down: 4 });
});

test('the STUN server refuses, with the transaction of the request', async () => {
  const port = await refuseStun(stops.add);
  const client = createSocket('udp4');
  stops.add(() => client.close());
  const answer = new Promise<Buffer>((resolve) => client.once('message', resolve));
  // A Binding request: type 1, no attributes, the magic cookie, twelve bytes of transaction.
  client.send(Buffer.from('000100002112a442000102030405060708090a0b', 'hex'), port, LOOPBACK);
  expect((await answer).toString('hex')).toBe('011100082112a442000102030405060708090a0b0009000400000400');
});

test('what was started is stopped last in, first out, even when one refuses', async () => {
  const order: string[] = [];
  stops.add(() => order.push('first'));
  stops.add(() => {
    throw new Error('I will not.');
  });
  stops.add(async () => {
    await delay(5);
    order.push('last');
  });
  await stops.run();
  expect(order).toEqual(['last', 'first']);
});
