/** What the tests of several languages put a starter through. */
import { connect } from 'node:http2';
import { expect } from 'vitest';
import WebSocket from 'ws';
import { startHttp } from './servers.ts';

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
export async function startFlakyEvents() {
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
