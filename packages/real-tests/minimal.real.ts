/** The shortest forms of the starters: each receives something from a real server. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type ServerHttp2Session } from 'node:http2';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import amqpLibrary from 'amqplib';
import mqttLibrary from 'mqtt';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listStarters, renderStarter, type StarterName } from '../../src/starters/render.ts';
import type { RenderedStarter, StarterValue } from '../../src/starters/starter.ts';
import { label, starters } from '../../test/starters/starters.ts';
import { eachTest } from './each-test.ts';
import { findProgram, freePort, Program, until, writeStarter } from './program.ts';
import { FrameServer, Mosquitto, RabbitMq, startHttp } from './servers.ts';
import { LANGUAGES, STARTS } from './survival/tools/launch.ts';
import { certificate } from './survival/tools/peers.ts';

type Values = Readonly<Record<string, StarterValue>>;

function renderMinimal(name: StarterName, set: Values): RenderedStarter | undefined {
  const result = renderStarter(starters, { ...name, answers: {}, set, isMinimal: true });
  return 'problem' in result ? undefined : result;
}

const all = listStarters(starters).filter((name) => renderMinimal(name, {}) !== undefined);
const { folder, running } = eachTest();

interface Peer {
  readonly set: Values;
  /** Makes the server say "received". */
  readonly speak: () => void | Promise<void>;
  readonly stop: () => Promise<unknown>;
}

let rabbit: RabbitMq;
let browser: Browser;
beforeAll(async () => {
  rabbit = await RabbitMq.start();
  browser = await chromium.launch({ executablePath: findProgram('chromium'), args: ['--no-sandbox'] });
}, 120_000);
afterAll(async () => {
  await browser.close();
  await rabbit.remove();
});

const PEERS: Readonly<Record<string, (language: string) => Promise<Peer>>> = {
  websocket: async () => {
    const port = await freePort();
    const server = new FrameServer(port);
    const speak = () => server.received.some(({ text }) => text === 'hello') && server.send('received');
    return { set: { endpoint: `ws://127.0.0.1:${port}/` }, speak: () => void speak(), stop: () => server.stop() };
  },
  sse: async () => {
    const server = await startHttp((_, response) => {
      const head = { 'content-type': 'text/event-stream', 'access-control-allow-origin': '*' };
      response.writeHead(200, head).write('data: received\n\n');
    });
    return { set: { endpoint: `http://127.0.0.1:${server.port}/events` }, speak: () => undefined, stop: server.stop };
  },
  'early-hints': async () => {
    const server = await startHttp((_, response) => {
      response.writeEarlyHints({ link: '</received.css>; rel=preload; as=style' });
      response.end();
    });
    return { set: { endpoint: `http://127.0.0.1:${server.port}/` }, speak: () => undefined, stop: server.stop };
  },
  'http2-push': async (language) => {
    // Java asks for an upgrade where there is no TLS, which Node's server does not know; see survival/http/http2.ts.
    const port = await freePort();
    const sessions = new Set<ServerHttp2Session>();
    const server = language === 'java' ? undefined : createServer();
    server?.on('session', (session) => sessions.add(session));
    server?.on('stream', (stream) => stream.end('received'));
    if (server === undefined) return secure(port);
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const stop = async () => {
      for (const session of sessions) session.destroy();
      server.close();
    };
    return { set: { endpoint: `http://127.0.0.1:${port}`, path: '/page' }, speak: () => undefined, stop };
  },
  mqtt: async () => {
    const broker = new Mosquitto(await freePort(), await freePort());
    await broker.start();
    const endpoint = `mqtt://127.0.0.1:${broker.tcpPort}`;
    const other = await mqttLibrary.connectAsync(endpoint);
    const stop = async () => {
      await other.endAsync(true);
      await broker.remove();
    };
    return { set: { endpoint, topic: 'a/b' }, speak: () => void other.publish('a/b', 'received', { qos: 1 }), stop };
  },
  amqp: async (language) => {
    const connection = await amqpLibrary.connect(`amqp://guest:guest@127.0.0.1:${rabbit.port}`);
    const channel = await connection.createChannel();
    const queue = `minimal-${language}`;
    await channel.assertQueue(queue, { durable: true });
    channel.sendToQueue(queue, Buffer.from('received'));
    const set = { endpoint: `amqp://guest:guest@127.0.0.1:${rabbit.port}`, queue };
    return { set, speak: () => undefined, stop: () => connection.close() };
  },
};

/** The same over TLS. */
async function secure(port: number): Promise<Peer> {
  const { createSecureServer } = await import('node:http2');
  const server = createSecureServer(certificate());
  server.on('stream', (stream) => stream.end('received'));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const stop = async () => server.close();
  return { set: { endpoint: `https://127.0.0.1:${port}`, path: '/page' }, speak: () => undefined, stop };
}

async function start(name: StarterName, starter: RenderedStarter): Promise<Program> {
  const own = mkdtempSync(join(folder.path, 'own-'));
  writeStarter(starter, own);
  const main = starter.files[0]?.path ?? '';
  if (name.language === 'csharp') {
    const target = join(own, 'minimal.exe');
    const args = ['-warn:4', '-warnaserror', '-r:System.Net.Http.dll', `-out:${target}`, join(own, main)];
    expect(spawnSync(findProgram('mcs'), args, { encoding: 'utf8' })).toMatchObject({ status: 0 });
    return new Program(findProgram('mono'), [target]);
  }
  const language = LANGUAGES.find((one) => one === name.language);
  if (language === undefined) throw new Error(`Nothing starts ${name.language}.`);
  const { command, args, env } = await STARTS[language](own, main);
  const trust = name.protocol === 'http2-push' && language === 'java' ? certificate().env : {};
  return new Program(command, args, { cwd: own, env: { ...env, ...trust } });
}

const ran = all.filter((name) => renderMinimal(name, {})?.proof === 'ran');
const programs = ran.filter(({ language }) => language !== 'javascript');
const pages = ran.filter(({ language }) => language === 'javascript');

describe.each(programs.map((name) => [label(name), name] as const))('%s', (_, name) => {
  test('receives', { timeout: 120_000 }, async () => {
    const peer = await PEERS[name.protocol]?.(name.language);
    const starter = peer && renderMinimal(name, peer.set);
    if (peer === undefined || starter === undefined) return expect.fail('No peer.');
    const program = await start(name, starter);
    running.push(program);
    try {
      await until(
        async () => {
          await peer.speak();
          return program.output.includes('received');
        },
        60_000,
        () => program.output,
      );
    } finally {
      await program.stop('SIGKILL');
      await peer.stop();
    }
  });
});

test.each(pages.map((name) => [label(name), name] as const))('%s: receives', async (_, name) => {
  const peer = await PEERS[name.protocol]?.(name.language);
  const text = peer && renderMinimal(name, peer.set)?.files[0]?.text;
  if (peer === undefined || text === undefined) return expect.fail('No peer.');
  const lines: string[] = [];
  const page = await browser.newPage();
  page.on('console', (message) => lines.push(message.text()));
  await page.addScriptTag({ content: text, type: 'module' });
  await until(
    async () => {
      await peer.speak();
      return lines.some((line) => line.includes('received'));
    },
    20_000,
    () => lines.join('\n'),
  );
  await page.close();
  await peer.stop();
});

const STUBS = fileURLToPath(new URL('delphi-stubs', import.meta.url));
const pascal = all.filter(({ language }) => language === 'delphi');

test('the six of the well-known cheat sheet have one in Delphi', () => {
  const six = ['amqp', 'http2-push', 'mqtt', 'sse', 'webrtc', 'websocket'];
  expect(pascal.map(({ protocol }) => protocol).sort()).toEqual(six);
});

test.each(pascal.map((name) => [label(name), name] as const))('%s: compiles as methods of a form', (_, name) => {
  const text = renderMinimal(name, {})?.files[0]?.text ?? '';
  const [, uses = '', fields = ''] =
    /^\/\/ uses ([^;]*); +(?:\/\/ +)?fields? ((?:.|\n\/\/)*)$/m.exec(text.replaceAll(/\n\/\/ +/g, ' ')) ?? [];
  const methods = [...text.matchAll(/^procedure TForm1\.(\w+(?:\([^)]*\))?);/gm)].map(
    ([, head]) => `procedure ${head};`,
  );
  const form = `type TForm1 = class\n  ${fields};\n  ${methods.join('\n  ')}\nend;\n`;
  const units = uses.includes('SysUtils') ? uses : `SysUtils, ${uses}`;
  const file = join(folder.path, 'form.dpr');
  writeFileSync(file, `program Form;\nuses ${units};\n${form}\n${text}\nbegin\nend.\n`);
  const args = ['-Mdelphi', '-Sh', `-Fu${STUBS}`, `-FU${dirname(file)}`, file];
  const { status, stdout } = spawnSync(findProgram('fpc'), args, { cwd: folder.path, encoding: 'utf8' });
  expect(status, stdout).toBe(0);
});
