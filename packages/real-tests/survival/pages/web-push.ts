/** Faults that meet a page that subscribes to Web Push, and its service worker. */
import { expect } from 'vitest';
import { until } from '../../program.ts';
import { startEndless } from '../http/http.ts';
import { type Fault, rowsOf } from '../tools/fault.ts';
import { memoryGrowth } from '../tools/machine.ts';
import { send } from './http-peer.ts';
import { type Answers, allow, open, recovers, SUBSCRIBES, withPushService } from './subscriber.ts';

const MEGABYTE = 1_048_576;

const subscribing: Readonly<Record<string, Fault['run']>> = {
  'permission-refused': async (cell) => {
    const { keeper, program, page } = await open(cell, { isAllowed: false });
    await program.saw(/not allowed: /, { times: 2 });
    expect(keeper.of('/key')).toHaveLength(0);
    await page.page.evaluate(SUBSCRIBES);
    await allow(page);
    await program.saw(/^subscribed$/m);
  },
  // In Chromium's words. The browser of the suite is a private window, which has no push service at all.
  'push-service-away': async (cell) => {
    const error = "new DOMException('Registration failed - push service error', 'AbortError')";
    const { keeper, program, page } = await open(cell, { before: withPushService(`throw ${error};`) });
    await program.saw(/push service: .*; again in/, { times: 3 });
    expect(keeper.of('/subscriptions')).toHaveLength(0);
    await page.page.evaluate(SUBSCRIBES);
    await program.saw(/^subscribed$/m);
  },
  'mute-push-service': async (cell) => {
    const { program, page } = await open(cell, { before: withPushService('return new Promise(() => undefined);') });
    await program.saw(/push service: no answer in time; again in/);
    await page.page.evaluate(SUBSCRIBES);
    await program.saw(/^subscribed$/m);
  },
  'permission-taken-back': async (cell) => {
    const { program } = await open(cell, {
      before: withPushService("throw new DOMException('no', 'NotAllowedError');"),
    });
    await program.saw(/^failed: push service: no$/m, { times: 2 });
    expect(program.output).not.toMatch(/again in/);
  },
  // The browser has a subscription with the old key, which is in the way.
  'key-has-changed': async (cell) => {
    const before = `let isOld = true;
      PushManager.prototype.getSubscription = async () => ({ unsubscribe: async () => void (isOld = false) });
      ${withPushService("if (isOld) throw new DOMException('', 'InvalidStateError'); return { endpoint: 'https://a' };")}`;
    const { program } = await open(cell, { before });
    await program.saw(/^subscribed$/m);
  },
  'server-starts-late': async (cell) => {
    const { keeper, program, port } = await open(cell, { isAway: true });
    await program.saw(/; again in/, { times: 3 });
    await keeper.listen(port);
    await program.saw(/^subscribed$/m);
  },
  refused: (cell) => recovers(cell, '/subscriptions', (to) => send(to, 503, 'text/plain', ''), /server refused: 503/),
  'refused-for-good': async (cell) => {
    const refuses: Answers = (path, response) => path === '/subscriptions' && send(response, 403, 'text/plain', '');
    const { program } = await open(cell, { answers: refuses });
    await program.saw(/^failed: server refused: 403$/m, { times: 2 });
    expect(program.output).not.toMatch(/again in/);
  },
  'retry-hints': async (cell) => {
    const hint = { 'retry-after': '5' };
    const busy: Answers = (path, response) => path === '/key' && send(response, 503, 'text/plain', '', hint);
    const { keeper, program } = await open(cell, { answers: busy });
    await until(
      () => keeper.of('/key').length > 1,
      30_000,
      () => `a second call:\n${program.output}`,
    );
    const [first, second] = keeper.of('/key');
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(5000);
  },
  'page-instead': (cell) =>
    recovers(cell, '/key', (to) => send(to, 200, 'text/html', '<title>Log in</title>'), /has no key/),
  'mute-server': async (cell) => {
    const { keeper, program } = await open(cell, { answers: (path) => path === '/key' });
    await program.saw(/not reachable; again in/);
    keeper.answers = () => false;
    await program.saw(/^subscribed$/m);
  },
  'endless-answer': async (cell) => {
    const { keeper, program } = await open(cell);
    await program.saw(/^subscribed$/m);
    keeper.answers = (path, response) => {
      if (path === '/key' && response.socket) startEndless(response.socket, 'text/plain');
      return path === '/key';
    };
    const growth = memoryGrowth(program.pid, () => program.saw(/has no key/, { times: 3 }));
    expect(await growth).toBeLessThan(150 * MEGABYTE);
  },
  'no-worker': (cell) =>
    recovers(cell, '/-page/worker.js', (to) => send(to, 404, 'text/plain', ''), /no service worker/),
  // The page is opened again, and nobody clicks: its server may have forgotten it.
  'lost-by-server': async (cell) => {
    const { keeper, program, page } = await open(cell);
    await program.saw(/^subscribed$/m);
    await page.context.addInitScript("Notification.requestPermission = async () => 'denied';");
    const before = keeper.of('/subscriptions').length;
    await page.page.reload();
    await program.saw(/not allowed/);
    await until(
      () => keeper.of('/subscriptions').length === before + 1,
      10_000,
      () => `it to subscribe again:\n${program.output}`,
    );
  },
};

const STRANGE = ['', 'no JSON', 'null', '[]', '7', '{"title":{"toString":1},"body":{"toString":1}}', '{"title":""}'];

const receiving: Readonly<Record<string, Fault['run']>> = {
  // A browser takes the permission from a site that shows nothing.
  'odd-messages': async (cell) => {
    const { page, program, port } = await open(cell);
    const { devTools } = page;
    const registered = new Promise<string>((resolve) =>
      devTools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: [one] }) => {
        if (one) resolve(one.registrationId);
      }),
    );
    await program.saw(/^subscribed$/m);
    await devTools.send('ServiceWorker.enable');
    const to = { origin: `http://127.0.0.1:${port}`, registrationId: await registered };
    // A newer one replaces the last one. To close it here might close the next one.
    const shown = () =>
      page.page.evaluate<readonly [number, string]>(`navigator.serviceWorker.ready.then(async (registration) => {
        const [one] = await registration.getNotifications();
        return one ? [one.timestamp, one.title + ': ' + one.body] : [0, ''];
      })`);
    const push = async (data: string, expected: string) => {
      const [before] = await shown();
      await devTools.send('ServiceWorker.deliverPushMessage', { ...to, data });
      let [at, text] = [before, ''];
      await until(
        async () => {
          [at, text] = await shown();
          return at > before;
        },
        10_000,
        () => `a notification after ${data}`,
      );
      expect(text).toBe(expected);
    };
    for (const data of STRANGE) await push(data, 'News: ');
    await push('{"title":"<b>","body":"<i>one</i>"}', '<b>: <i>one</i>');
    await program.saw(/^<i>one<\/i>$/m);
  },
  'subscription-changes': async (cell) => {
    const { keeper, page, program } = await open(cell);
    await program.saw(/^subscribed$/m);
    const [worker] = page.context.serviceWorkers();
    if (worker === undefined) throw new Error('There is no service worker.');
    await page.page.goto(page.url.replace('index.html', 'other.html'));
    await worker.evaluate(SUBSCRIBES);
    const before = keeper.of('/subscriptions').length;
    keeper.answers = (path, response) =>
      path === '/subscriptions' && keeper.of(path).length === before + 1 && send(response, 503, 'text/plain', '');
    // Only the browser's own events keep a worker alive.
    const change = "new ExtendableEvent('pushsubscriptionchange'), { waitUntil() {} }";
    await worker.evaluate(`self.dispatchEvent(Object.assign(${change})) && undefined`);
    await until(
      () => keeper.of('/subscriptions').length === before + 2,
      20_000,
      () => `the server to get the new subscription:\n${program.output}`,
    );
  },
};

export const webPushPages: readonly Fault[] = rowsOf(
  { protocol: 'web-push', role: 'client' },
  { ...subscribing, ...receiving },
).map((fault) => ({ ...fault, place: 'page' }));
