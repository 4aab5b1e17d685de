/** Pages that use protocols over plain HTTP. */
import { existsSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import webpush from 'web-push';
import { eachPage } from './page.ts';
import { freePort, makeFolder, render, startTypeScript, until } from './program.ts';
import { startHttp } from './servers.ts';

const bench = eachPage();
const { open, shows } = bench;

test('long-polling: tries again after a refusal, and goes on after a restart of the server', async () => {
  const port = await freePort();
  const other = makeFolder();
  const origin = bench.origin;
  const set = { port, path: '/live', origin };
  const refusing = await startHttp((_, response) => {
    response
      .writeHead(503, { 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true' })
      .end();
  }, port);
  await open('long-polling', { endpoint: `http://127.0.0.1:${port}/live` });
  await shows(/^error: refused: 503/);
  await refusing.stop();
  let server = startTypeScript(render('long-polling', 'typescript', 'server', set), other.path);
  await shows(/^"\d{4}-/, 2);
  await server.stop('SIGTERM');
  await shows(/^error: Failed to fetch$/);
  server = startTypeScript(render('long-polling', 'typescript', 'server', set), other.path);
  await shows(/^"\d{4}-/, 5);
  await server.stop('SIGKILL');
  other.remove();
});

test('http-api: one order for one click, to a server that starts late', async () => {
  const port = await freePort();
  const other = makeFolder();
  await open('http-api', { endpoint: `http://127.0.0.1:${port}/orders` });
  await bench.page.click('button');
  await shows(/^Failed to fetch; again in \d+ ms$/);
  const set = { port, path: '/orders', origin: bench.origin };
  const server = startTypeScript(render('http-api', 'typescript', 'server', set), other.path);
  await shows(/"order":\{"amount":1\}/);
  await bench.page.click('button');
  await shows(/"order":\{"amount":1\}/, 2);
  const ids = (await bench.page.locator('#log li').allTextContents()).filter((line) => line.startsWith('{'));
  expect(new Set(ids).size).toBe(2);
  await server.stop('SIGKILL');
  other.remove();
});

test('sse by POST: an answer to its end, although each connection is cut after three events', async () => {
  const [port, back] = [await freePort(), await freePort()];
  const other = makeFolder();
  const set = { port: back, path: '/x', origin: bench.origin };
  const starter = render('sse', 'typescript', 'server', set, { variant: 'post-requests' });
  const server = startTypeScript(starter, other.path);
  await server.saw(/listening/);
  const cuts = createServer((socket) => {
    const behind = connect(back, '127.0.0.1');
    let events = 0;
    behind.on('data', (chunk) => {
      socket.write(chunk);
      events += String(chunk).split('\nid: ').length - 1 + (String(chunk).startsWith('id: ') ? 1 : 0);
      if (events >= 3) setTimeout(() => socket.destroy(), 20);
    });
    socket.on('error', () => behind.destroy()).pipe(behind);
    behind.on('error', () => socket.destroy());
  }).listen(port, '127.0.0.1');
  await open('sse', { endpoint: `http://127.0.0.1:${port}/x` }, 'post-requests');
  await bench.page.click('button');
  await shows(/^answered$/);
  const lines = (await bench.page.locator('#log li').allTextContents()).filter((line) => line.startsWith('"'));
  expect(lines.join(' ')).toBe('"You" "asked:" "What" "time" "is" "it?" "Here" "is" "the" "answer."');
  await shows(/again in \d+ ms$/);
  cuts.close();
  await server.stop('SIGKILL');
  other.remove();
});

test('web-push: subscribes, and its service worker shows what comes', async () => {
  const port = await freePort();
  const other = makeFolder();
  const { publicKey, privateKey } = webpush.generateVAPIDKeys();
  const subscription = {
    endpoint: 'https://push.example.com/one',
    keys: { p256dh: publicKey, auth: 'AAAAAAAAAAAAAAAAAAAAAA' },
  };
  const origin = bench.origin;
  const server = startTypeScript(render('web-push', 'typescript', 'server', { port, origin }), other.path, {
    VAPID_PUBLIC_KEY: publicKey,
    VAPID_PRIVATE_KEY: privateKey,
    PUSH_HOSTS: 'push.example.com',
  });
  await server.saw(/listening/);
  const context = await bench.browser.newContext({ permissions: ['notifications'] });
  bench.page = await context.newPage();
  // No browser vendor's push service is there: the subscription is ours.
  await bench.page.addInitScript(`PushManager.prototype.subscribe = async (options) => {
    if (options.applicationServerKey.length !== 65) throw new Error('no key');
    return ${JSON.stringify(subscription)};
  }`);
  await open('web-push', { endpoint: `http://127.0.0.1:${port}` });
  await bench.page.click('button');
  await shows(/^subscribed$/);
  expect(existsSync(join(other.path, 'subscriptions'))).toBe(true);
  const devTools = await context.newCDPSession(bench.page);
  const registered = new Promise<string>((resolve) =>
    devTools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: [one] }) => {
      if (one) resolve(one.registrationId);
    }),
  );
  await devTools.send('ServiceWorker.enable');
  const registrationId = await registered;
  const push = (data: string) => devTools.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data });
  await push('{"title":"News","body":"<b>one</b>"}');
  await shows(/^<b>one<\/b>$/);
  await push('no JSON');
  await push('null');
  const shown = () =>
    bench.page.evaluate<readonly string[]>(`navigator.serviceWorker.ready.then(async (registration) =>
      (await registration.getNotifications()).map(({ title, body }) => title + ': ' + body))`);
  await until(
    async () => String(await shown()) === 'News: ',
    5000,
    () => 'the notification of the last one',
  );
  await bench.page.goto('about:blank');
  await context.close();
  bench.page = await bench.browser.newPage();
  await server.stop('SIGKILL');
  other.remove();
});
