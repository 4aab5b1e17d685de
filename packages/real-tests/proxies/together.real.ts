/** Several protocols through one proxy, with the lines that `wirewise proxy` prints for them together. */
import { get } from 'node:http';
import mqttLibrary from 'mqtt';
import { expect, test } from 'vitest';
import { renderProxies } from '../../../src/starters/proxy-combination.ts';
import { proxies } from '../../../test/starters/projects.ts';
import { eachTest } from '../each-test.ts';
import { handshake } from '../exercises.ts';
import { freePort, render, startTypeScript } from '../program.ts';
import { Mosquitto } from '../servers.ts';
import { type RunningProxy, startApache, startCaddy, startHaproxy, startNginx } from './servers.ts';

const { folder, running } = eachTest();

/** The lines by place, as text. */
function linesFor(server: string, protocols: readonly string[], set: Readonly<Record<string, string>>) {
  const result = renderProxies(proxies, { server, protocols, set });
  if ('problem' in result) throw new Error(result.problem.message);
  return result.parts.map(({ text }) => text);
}

interface Site {
  readonly proxy: RunningProxy;
  readonly mqttPort: number | undefined;
}

type Set = Readonly<Record<string, string>>;

const SITES: Readonly<Record<string, (set: Set, mqttBackend: string) => Promise<Site>>> = {
  nginx: async (set, mqttBackend) => {
    const mqttPort = await freePort();
    const more = { 'mqtt.listen': `127.0.0.1:${mqttPort}`, 'mqtt.backend': mqttBackend };
    const [http = '', top = ''] = linesFor('nginx', ['mqtt', 'websocket', 'sse'], { ...set, ...more });
    return { proxy: await startNginx(await freePort(), { http, top }), mqttPort };
  },
  haproxy: async (set, mqttBackend) => {
    const [port, mqttPort] = [await freePort(), await freePort()];
    const listen = `127.0.0.1:${port}`;
    const more = {
      'websocket.listen': listen,
      'sse.listen': listen,
      'mqtt.listen': `127.0.0.1:${mqttPort}`,
      'mqtt.backend': mqttBackend,
    };
    const lines = linesFor('haproxy', ['websocket', 'sse', 'mqtt'], { ...set, ...more });
    return { proxy: await startHaproxy(port, lines.join('\n')), mqttPort };
  },
  apache: async (set) => {
    const lines = linesFor('apache', ['websocket', 'sse'], set);
    return { proxy: await startApache(await freePort(), lines.join('\n')), mqttPort: undefined };
  },
  caddy: async (set) => {
    const lines = linesFor('caddy', ['websocket', 'sse'], set);
    return { proxy: await startCaddy(await freePort(), lines.join('\n')), mqttPort: undefined };
  },
};

/** The status of an event stream, which is left once it has begun. */
async function statusOf(url: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const request = get(url, (response) => {
      resolve(response.statusCode);
      request.destroy();
    });
    request.on('error', reject);
  });
}

test.each(Object.keys(SITES))(
  '%s: each request of either kind gets to its server',
  { timeout: 60_000 },
  async (name) => {
    const [webSocketPort, ssePort] = [await freePort(), await freePort()];
    for (const [protocol, port] of [
      ['websocket', webSocketPort],
      ['sse', ssePort],
    ] as const) {
      const program = startTypeScript(render(protocol, 'typescript', 'server', { port }), folder.path);
      running.push(program);
      await program.saw(/listening/);
    }
    const broker = new Mosquitto(await freePort(), await freePort());
    await broker.start();
    const set = {
      'websocket.backend': `127.0.0.1:${webSocketPort}`,
      'sse.backend': `127.0.0.1:${ssePort}`,
      idle: '60',
    };
    const site = await SITES[name]?.(set, `127.0.0.1:${broker.tcpPort}`);
    if (site === undefined) return expect.fail('No site.');
    const { proxy, mqttPort } = site;
    try {
      const statuses = await Promise.all(
        Array.from({ length: 40 }, async () => [
          await handshake(`ws://127.0.0.1:${proxy.port}/live`, {}),
          await statusOf(`http://127.0.0.1:${proxy.port}/events`),
        ]),
      );
      expect(statuses).toEqual(Array.from({ length: 40 }, () => [101, 200]));
      if (mqttPort === undefined) return;
      const client = await mqttLibrary.connectAsync(`mqtt://127.0.0.1:${mqttPort}`);
      await client.endAsync();
    } finally {
      await proxy.stop();
      await broker.remove();
    }
  },
);
