/** MQTT and AMQP, which are not HTTP, through proxies. */
import { connect as connectTcp } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../program.ts';
import { Mosquitto, RabbitMq } from '../servers.ts';
import { type RunningProxy, startHaproxy, startNginx, without } from './servers.ts';
import { haproxyTcp, keep, nginxStream, pause, SILENCE_MS, same, start } from './through.ts';

/** What a server answers to bytes that are not HTTP. */
async function answerTo(port: number, bytes: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connectTcp(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
    socket.setTimeout(5000, () => socket.destroy());
  });
}

const asHttpSite = {
  nginx: async (backend: number) =>
    keep(startNginx(await freePort(), { http: `location / { proxy_pass http://127.0.0.1:${backend}; }` })),
  haproxy: async (backend: number) => {
    const port = await freePort();
    const site = `frontend f\n bind 127.0.0.1:${port}\n default_backend b\nbackend b\n server s 127.0.0.1:${backend}`;
    return keep(startHaproxy(port, site));
  },
};

/** CONNECT of MQTT 3.1.1 from a client called "probe", and the header with which AMQP 0-9-1 begins. */
const MQTT_CONNECT = Buffer.from([0x10, 17, 0, 4, 0x4d, 0x51, 0x54, 0x54, 4, 2, 0, 30, 0, 5, ...Buffer.from('probe')]);
const AMQP_HEADER = Buffer.from([0x41, 0x4d, 0x51, 0x50, 0, 0, 9, 1]);

describe('mqtt', () => {
  let broker: Mosquitto;

  beforeAll(async () => {
    broker = new Mosquitto(await freePort(), await freePort());
    await broker.start();
  });

  afterAll(async () => broker.remove());

  const client = (proxy: RunningProxy, topic: string, id: string) =>
    start('mqtt', 'client', { endpoint: `mqtt://127.0.0.1:${proxy.port}`, topic, 'client-id': id });

  test.each([
    ['nginx', nginxStream],
    ['haproxy', haproxyTcp],
  ])('%s: messages pass, and silence closes nothing', async (name, through) => {
    const proxy = await through('mqtt', broker.tcpPort, 60);
    const quiet = client(proxy, 'nothing/comes', `${name}-quiet`);
    const lively = client(proxy, 'proxied/one', `${name}-lively`);
    await lively.saw(/subscribed/);
    const endpoint = `mqtt://127.0.0.1:${proxy.port}`;
    const publisher = start('mqtt', 'server', { endpoint, topic: 'proxied/one', 'client-id': `${name}-publisher` });
    await lively.saw(/^proxied\/one 20\d\d-/m, { times: 2 });
    await publisher.saw(/delivered to proxied\/one/);
    await quiet.saw(/subscribed/);
    await pause(SILENCE_MS);
    expect(quiet.output.match(/connected/g)).toHaveLength(1);
  });

  test.each([
    ['nginx', nginxStream, 1, same],
    ['haproxy', haproxyTcp, 60, (lines: string) => without(lines, /timeout (client|server)/)],
  ])('%s with a timeout below the keep-alive cuts quiet clients', async (name, through, idle, change) => {
    const proxy = await through('mqtt', broker.tcpPort, idle, change);
    await client(proxy, 'nothing/comes', `${name}-cut`).saw(/connected, session/, { times: 2 });
  });

  test.each(['nginx', 'haproxy'] as const)('%s as a site for HTTP answers 400', async (name) => {
    const site = await asHttpSite[name](broker.tcpPort);
    expect(await answerTo(site.port, MQTT_CONNECT)).toMatch(/400 Bad Request/i);
    expect(await answerTo(broker.tcpPort, MQTT_CONNECT)).toBe('\x20\x02\x00\x00');
  });

  test('haproxy lets in nothing but MQTT', async () => {
    const proxy = await haproxyTcp('mqtt', broker.tcpPort, 60);
    expect(await answerTo(proxy.port, AMQP_HEADER)).toBe('');
  });
});

describe('amqp', () => {
  let broker: RabbitMq;

  beforeAll(async () => {
    broker = await RabbitMq.start();
  });

  afterAll(async () => broker.remove());

  test.each([
    ['nginx', nginxStream],
    ['haproxy', haproxyTcp],
  ])('%s: messages pass, and silence closes nothing', async (name, through) => {
    const proxy = await through('amqp', broker.port, 60);
    const endpoint = `amqp://127.0.0.1:${proxy.port}`;
    const exchange = `events-${name}`;
    const consume = (queue: string, topic: string) => start('amqp', 'client', { endpoint, exchange, queue, topic });
    const quiet = consume(`${name}-quiet`, 'nothing.comes');
    const lively = consume(`${name}-lively`, 'proxied.#');
    await Promise.all([quiet.saw(/consuming/), lively.saw(/consuming/)]);
    await start('amqp', 'server', { endpoint, exchange, topic: 'proxied.one' }).saw(/confirmed proxied\.one/);
    await lively.saw(/^proxied\.one /m, { times: 2 });
    await pause(SILENCE_MS);
    expect(quiet.output.match(/consuming/g)).toHaveLength(1);
  });

  test.each([
    ['nginx', nginxStream, 1, same],
    ['haproxy', haproxyTcp, 60, (lines: string) => without(lines, /timeout (client|server)/)],
  ])('%s with a timeout below the heartbeat cuts quiet consumers', async (name, through, idle, change) => {
    const proxy = await through('amqp', broker.port, idle, change);
    const set = { endpoint: `amqp://127.0.0.1:${proxy.port}`, queue: `${name}-cut`, topic: 'nothing.comes' };
    await start('amqp', 'client', set).saw(/consuming/, { times: 2 });
  });

  test.each(['nginx', 'haproxy'] as const)('%s as a site for HTTP answers 400', async (name) => {
    const site = await asHttpSite[name](broker.port);
    expect(await answerTo(site.port, AMQP_HEADER)).toMatch(/400 Bad Request/i);
  });
});
