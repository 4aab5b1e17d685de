/** What the tests of several languages put a starter through. */
import { connect } from 'node:http2';
import mqtt from 'mqtt';
import { expect } from 'vitest';
import WebSocket from 'ws';
import { freePort, until, type Watched } from './program.ts';
import { FrameServer, type Mosquitto, startHttp } from './servers.ts';

/** Starts the client of a language with these values. */
type StartClient = (set: Readonly<Record<string, string | number | boolean>>) => Watched | Promise<Watched>;

/** The HTTP status of a WebSocket handshake; 101 when it is open. */
export async function handshake(url: string, headers: Readonly<Record<string, string>>): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers });
    socket.on('open', () => {
      socket.close();
      resolve(101);
    });
    socket.on('unexpected-response', (request, response) => {
      request.destroy();
      resolve(response.statusCode ?? 0);
    });
    socket.on('error', reject);
  });
}

/**
 * A server of events that cuts the first connection, refuses the second, and is silent after one event on the others.
 * `asked` holds the `Last-Event-ID` of each request.
 */
async function startFlakyEvents() {
  const asked: (string | undefined)[] = [];
  const server = await startHttp((request, response) => {
    asked.push(request.headers['last-event-id']?.toString());
    response.writeHead(asked.length === 2 ? 503 : 200, { 'content-type': 'text/event-stream' });
    if (asked.length === 2) return response.end();
    response.write(`: comment\nretry: 100\nid: ${asked.length}\ndata: number ${asked.length}\ndata: second line\n\n`);
    if (asked.length === 1) setTimeout(() => response.destroy(), 200);
  });
  return { ...server, asked, endpoint: `http://127.0.0.1:${server.port}/` };
}

/** Who comes back with the id of an event gets those that follow, and no other path of the server answers. */
export async function expectMissedEvents(url: string): Promise<void> {
  const response = await fetch(url, { headers: { 'last-event-id': '0' } });
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while ((text.match(/^id: \d+$/gm)?.length ?? 0) < 2) text += (await reader?.read())?.value ?? '';
  await reader?.cancel();
  expect((await fetch(new URL('/other', url))).status).toBe(404);
}

/** Who accepts no pushes gets the page all the same, and a 404 for another path. */
export async function expectAnswersWithoutPush(origin: string): Promise<void> {
  const session = connect(origin, { settings: { enablePush: false } });
  const answers = ['/page', '/other'].map(async (path) => {
    const request = session.request({ ':path': path });
    return new Promise((resolve) => request.on('response', (headers) => resolve(headers[':status'])));
  });
  expect(await Promise.all(answers)).toEqual([200, 404]);
  session.destroy();
}

/** Who accepts no pushes is told early what the page needs. */
export async function expectEarlyHints(origin: string): Promise<void> {
  const session = connect(origin, { settings: { enablePush: false } });
  const request = session.request({ ':path': '/page' });
  const hints: unknown[] = [];
  request.on('headers', (headers) => hints.push(headers[':status'], headers.link));
  const status = await new Promise((resolve) => request.on('response', (headers) => resolve(headers[':status'])));
  expect([...hints, status]).toEqual([103, '</style.css>; rel=preload; as=style', 200]);
  session.destroy();
}

/** A WebSocket server with the token `probe` and the origin https://app.example.com lets nobody else in. */
export async function expectStrangersRefused(endpoint: string): Promise<void> {
  const authorization = 'Bearer probe';
  expect(await handshake(endpoint, {})).toBe(401);
  expect(await handshake(endpoint, { authorization: 'Bearer prob3' })).toBe(401);
  expect(await handshake(endpoint, { authorization, origin: 'https://evil.example.com' })).toBe(403);
  expect(await handshake(endpoint, { authorization, origin: 'https://app.example.com' })).toBe(101);
}

/**
 * A WebSocket client says hello, receives, and comes back after a restart of the server.
 *
 * @param said by the client when the connection is open, and when it is not any more
 * @param heartbeat in seconds; with one, an idle connection has to stand two of them
 */
export async function expectComesBack(
  start: StartClient,
  said: { readonly connected: RegExp; readonly closed: RegExp },
  { heartbeat, patienceMs = 10_000 }: { readonly heartbeat?: number; readonly patienceMs?: number } = {},
): Promise<void> {
  const port = await freePort();
  const first = new FrameServer(port);
  const endpoint = `ws://127.0.0.1:${port}/`;
  const client = await start({ endpoint, binary: true, ...(heartbeat !== undefined && { heartbeat }) });
  await until(
    () => first.received.length > 0,
    patienceMs,
    () => client.output,
  );
  expect(first.received).toEqual([{ text: '{"type":"hello"}', isBinary: true }]);
  first.send('one');
  await client.saw(/^one$/m);
  if (heartbeat !== undefined) {
    await new Promise((wait) => setTimeout(wait, heartbeat * 2500));
    expect(client.output).not.toContain('closed');
  }
  await first.stop();
  await client.saw(said.closed);
  const second = new FrameServer(port);
  await client.saw(said.connected, { times: 2 });
  second.send('two');
  await client.saw(/^two$/m);
  await second.stop();
}

/**
 * A client of events resumes after a cut, and tries again after a refusal and after silence.
 *
 * @param silent what it says of the silence, if anything
 */
export async function expectResumes(start: StartClient, silent?: RegExp): Promise<void> {
  const server = await startFlakyEvents();
  const client = await start({ endpoint: server.endpoint, silence: 1 });
  await client.saw(/^number 1\nsecond line$/m);
  await client.saw(/503/);
  if (silent) await client.saw(silent);
  await client.saw(/^number 4$/m);
  expect(server.asked.slice(0, 4)).toEqual([undefined, '1', '1', '3']);
  await server.stop();
}

/**
 * An MQTT client subscribes, receives, announces itself, and finds its session after a restart of the broker.
 *
 * @returns the client, another one to publish with, and what that other one saw of `clients/#`
 */
export async function expectFindsSession(broker: Mosquitto, start: StartClient) {
  const endpoint = `mqtt://127.0.0.1:${broker.tcpPort}`;
  const other = await mqtt.connectAsync(endpoint, { reconnectPeriod: 200 });
  const seen: string[] = [];
  other.on('message', (topic, payload) => seen.push(`${topic} ${payload.toString()}`));
  await other.subscribeAsync('clients/#', { qos: 1 });
  const client = await start({ endpoint, topic: 'sensors/+/temperature', 'client-id': 'probe', qos: 1 });
  await client.saw(/^subscribed$/m);
  await other.publishAsync('sensors/kitchen/temperature', '21.5', { qos: 1 });
  await client.saw(/^sensors\/kitchen\/temperature 21\.5$/m);
  await until(
    () => seen.includes('clients/probe/online true'),
    5_000,
    () => seen.join(),
  );
  await broker.stop();
  await broker.start();
  await client.saw(/session resumed/);
  await other.publishAsync('sensors/attic/temperature', '30', { qos: 1 });
  await client.saw(/^sensors\/attic\/temperature 30$/m);
  return { endpoint, client, other, seen };
}
