/** WebSocket through proxies, and what is built on it: signalling of WebRTC, NATS. */
import { describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { NatsServer } from '../nats-server.ts';
import { until } from '../program.ts';
import { type RunningProxy, without } from './servers.ts';
import {
  apache,
  caddy,
  haproxy,
  haproxyWhole,
  nginx,
  pause,
  running,
  SILENCE_MS,
  same,
  start,
  startServer,
} from './through.ts';

/** The status that a WebSocket handshake gets. */
async function handshake(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/live`);
    socket.on('open', () => {
      socket.terminate();
      resolve(101);
    });
    socket.on('unexpected-response', (request, response) => {
      request.destroy();
      resolve(response.statusCode ?? 0);
    });
    socket.on('error', reject);
  });
}

describe('websocket', () => {
  /** The starters with heartbeats so rare that they are silent during a test. */
  const startQuiet = () => startServer('websocket', { heartbeat: 3600 });

  const client = (proxy: RunningProxy) =>
    start('websocket', 'client', { endpoint: `ws://127.0.0.1:${proxy.port}/live`, heartbeat: 3600 });

  test.each([
    ['nginx', nginx],
    ['haproxy', haproxy],
    ['apache', apache],
    ['caddy', caddy],
  ])('%s: messages pass, and silence closes nothing', async (_name, through) => {
    const proxy = await through('websocket', await startQuiet(), '/live');
    const one = client(proxy);
    await one.saw(/connected/);
    await pause(SILENCE_MS);
    await client(proxy).saw(/connected/);
    await one.saw(/^\{"type":"hello"\}$/m);
    expect(one.output).not.toContain('closed');
  });

  test.each([
    ['nginx', nginx, (lines: string) => without(lines, /Upgrade/, /"upgrade"/)],
    ['apache', apache, (lines: string) => lines.replace(' upgrade=websocket', '')],
  ])('%s without the upgrade: no 101', async (_name, through, change) => {
    const server = await startQuiet();
    const proxy = await through('websocket', server, '/live', change);
    expect(await handshake(proxy.port)).toBe(426);
    expect(await handshake(server)).toBe(101);
  });

  test.each([
    ['nginx', nginx, (lines: string) => without(lines, /proxy_read_timeout/)],
    ['haproxy', haproxy, (lines: string) => without(lines, /timeout (client|server|tunnel)/)],
    ['apache', apache, (lines: string) => without(lines, /^Timeout/)],
  ])('%s without its timeouts: silence closes (1006)', async (_name, through, change) => {
    const proxy = await through('websocket', await startQuiet(), '/live', change);
    const one = client(proxy);
    await one.saw(/connected/);
    await one.saw(/closed \(1006\)/, { timeoutMs: 5000 });
  });

  test('caddy without its timeouts: a server that fell silent is never noticed', async () => {
    const port = await startQuiet();
    const [noticing, bare] = await Promise.all([
      caddy('websocket', port, '/live', same, 1),
      caddy('websocket', port, '/live', (lines) => without(lines, /read_timeout/), 1),
    ]);
    const [left, held] = [client(noticing), client(bare)];
    await held.saw(/connected/);
    await left.saw(/closed \(1006\)/, { timeoutMs: 5000 });
    expect(held.output).not.toContain('closed');
  });
});

describe('webrtc', () => {
  test.each([
    ['nginx', nginx],
    ['haproxy', haproxy],
    ['apache', apache],
    ['caddy', caddy],
  ])('%s: two peers meet over the signalling and talk', async (_name, through) => {
    const port = await startServer('webrtc');
    const proxy = await through('webrtc', port, '/signalling');
    const set = { endpoint: `ws://127.0.0.1:${proxy.port}/signalling`, stun: '' };
    const one = start('webrtc', 'client', set);
    const two = start('webrtc', 'client', set);
    await one.saw(/^hello from [0-9a-f-]{36}$/m);
    await two.saw(/^hello from [0-9a-f-]{36}$/m);
  });
});

describe('nats', () => {
  /** What a client sees of the server's greeting and of the answer to a ping after a while, over WebSocket. */
  async function talk(port: number): Promise<string> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/nats`);
    let heard = '';
    socket.on('message', (data) => {
      heard += String(data);
    });
    socket.on('close', () => {
      heard += 'closed';
    });
    socket.on('error', (error) => {
      heard += error.message;
    });
    running.push({ stop: async () => socket.terminate() });
    await until(
      () => heard !== '',
      10_000,
      () => 'a greeting',
    );
    if (heard.startsWith('INFO')) socket.send('CONNECT {"verbose":false}\r\n');
    await pause(SILENCE_MS);
    if (socket.readyState === WebSocket.OPEN) socket.send('PING\r\n');
    await pause(500);
    return heard;
  }

  async function startNats(): Promise<number> {
    const server = await NatsServer.start();
    running.push({ stop: () => server.remove() });
    return server.wsPort;
  }

  test.each([
    ['nginx', nginx],
    ['haproxy', haproxyWhole],
    ['caddy', caddy],
  ])('%s: the server greets, and silence closes nothing', async (_name, through) => {
    const proxy = await through('nats', await startNats(), '/nats');
    expect(await talk(proxy.port)).toMatch(/^INFO [\s\S]*PONG\r\n(?!.*closed)/);
  });

  test.each([
    ['nginx', nginx, (lines: string) => without(lines, /Upgrade/, /"upgrade"/)],
    ['haproxy', haproxyWhole, (lines: string) => without(lines, /timeout (client|server|tunnel)/)],
    ['caddy', caddy, (lines: string) => lines.replace(/read_timeout \d+s/, 'read_timeout 1s')],
  ])(
    '%s without its lines, or with a pause that is too short: no 101, or silence closes',
    async (_name, through, change) => {
      const proxy = await through('nats', await startNats(), '/nats', change);
      expect(await talk(proxy.port)).toMatch(/server response|closed$/);
    },
  );
});
