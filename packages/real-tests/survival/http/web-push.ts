/** Faults of Web Push: push services that misbehave, and strangers who subscribe. */
import { createECDH, createPublicKey, randomBytes, verify } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import webpush from 'web-push';
import { until } from '../../program.ts';
import { type Cell, ended, type Fault, freePort, isListening } from '../tools/fault.ts';
import type { Running } from '../tools/launch.ts';
import { memoryOf, peakMemory, wait } from '../tools/machine.ts';
import { certificate } from '../tools/peers.ts';
import { endsWithin2s, SIGNALS } from '../tools/reconnecting.ts';
import { arrives, sourceFails } from '../tools/source.ts';
import { startEndless } from './http.ts';

const MEGABYTE = 1_048_576;

interface Decrypting {
  readonly decrypt: (body: Buffer, params: object) => Buffer;
}

const ece: Decrypting = createRequire(createRequire(import.meta.url).resolve('web-push'))('http_ece');

interface Push {
  readonly body: Buffer;
  readonly headers: IncomingHttpHeaders;
  readonly path: string;
}

/** A push service, the sender that knows it, and what a browser would hold. */
async function pushing(cell: Cell, answer: (response: ServerResponse, push: Push, call: number) => void) {
  const [port, back] = [await freePort(), await freePort()];
  const got: Push[] = [];
  const { key, cert } = certificate();
  const service = createServer({ key, cert }, async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const push = { body: Buffer.concat(chunks), headers: request.headers, path: request.url ?? '' };
    got.push(push);
    answer(response, push, got.length);
  });
  await new Promise<void>((resolve) => service.listen(back, '127.0.0.1', resolve));
  const folder = mkdtempSync(join(tmpdir(), 'push-'));
  cell.keep({
    stop: async () => {
      service.closeAllConnections();
      service.close();
      rmSync(folder, { recursive: true, force: true });
    },
  });
  writeFileSync(join(folder, 'ca.pem'), cert);
  const vapid = webpush.generateVAPIDKeys();
  const env = {
    VAPID_PUBLIC_KEY: vapid.publicKey,
    VAPID_PRIVATE_KEY: vapid.privateKey,
    SUBSCRIPTIONS: join(folder, 'kept'),
    PUSH_HOSTS: `127.0.0.1:${back}`,
    NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'),
    SSL_CERT_FILE: join(folder, 'ca.pem'),
  };
  const start = async (more = {}, options = {}): Promise<Running> => {
    const running = await cell.start({ port }, { env: { ...env, ...more }, ...options });
    await isListening(running);
    return running;
  };
  const ecdh = createECDH('prime256v1');
  const p256dh = ecdh.generateKeys('base64url');
  const auth = randomBytes(16).toString('base64url');
  const subscription = (path = '/one') => ({ endpoint: `https://127.0.0.1:${back}${path}`, keys: { p256dh, auth } });
  const subscribe = async (body: unknown = subscription(), headers = {}): Promise<number> => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const sent = fetch(`http://127.0.0.1:${port}/subscriptions`, { method: 'POST', headers, body: text });
    return (await sent.catch(() => ({ status: 0 }))).status;
  };
  const decrypt = (body: Buffer) =>
    JSON.parse(String(ece.decrypt(body, { version: 'aes128gcm', privateKey: ecdh, authSecret: auth })));
  const kept = () => readdirSync(join(folder, 'kept')).filter((name) => name.endsWith('.json'));
  return { port, back, got, start, subscription, subscribe, decrypt, kept, vapid };
}

const end = (response: ServerResponse, status: number, headers = {}) => void response.writeHead(status, headers).end();

async function gets(got: readonly Push[], count: number, running: Running): Promise<void> {
  await until(
    () => got.length >= count,
    40_000,
    () => `${count} messages, of ${got.length}; it said:\n${running.program.output.slice(-2000)}`,
  );
}

/** Whose signature it is, and what it says (RFC 8292). */
function claimsOf(authorization = '', publicKey: string): Record<string, unknown> {
  const [, token = '', key] = /^vapid t=([^,]+), ?k=(.+)$/.exec(authorization) ?? [];
  expect(key).toBe(publicKey);
  const [head, body, signature = ''] = token.split('.');
  const raw = Buffer.from(publicKey, 'base64url');
  const [x, y] = [raw.subarray(1, 33), raw.subarray(33)].map((part) => part.toString('base64url'));
  const jwk = { kty: 'EC', crv: 'P-256', ...(x && { x }), ...(y && { y }) };
  const checked = { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' } as const;
  expect(verify('sha256', Buffer.from(`${head}.${body}`), checked, Buffer.from(signature, 'base64url'))).toBe(true);
  return JSON.parse(String(Buffer.from(body ?? '', 'base64url')));
}

export const webPushServer: Readonly<Record<string, Fault['run']>> = {
  'encrypted-and-signed': async (cell) => {
    const { got, start, subscribe, decrypt, vapid, back } = await pushing(cell, (response) => end(response, 201));
    const running = await start();
    expect(await subscribe()).toBe(201);
    await gets(got, 2, running);
    for (const { body, headers } of got) {
      expect(decrypt(body)).toMatchObject({ title: 'News' });
      expect(headers).toMatchObject({ ttl: '3600', topic: 'state', 'content-encoding': 'aes128gcm' });
      const { aud, exp, sub } = claimsOf(headers.authorization, vapid.publicKey);
      expect([aud, sub]).toEqual([`https://127.0.0.1:${back}`, 'mailto:ops@example.com']);
      expect(Number(exp) - Date.now() / 1000).toBeLessThanOrEqual(86_400);
    }
  },
  'refused-at-first': async (cell) => {
    const { got, start, subscribe } = await pushing(cell, (response, _, call) =>
      end(response, call === 1 ? 503 : 201, { 'retry-after': '1' }),
    );
    const running = await start();
    expect(await subscribe()).toBe(201);
    await gets(got, 2, running);
    await running.program.saw(/sent: /);
  },
  gone: async (cell) => {
    const { got, start, subscribe, kept } = await pushing(cell, (response) => end(response, 410));
    const running = await start();
    expect(await subscribe()).toBe(201);
    await gets(got, 1, running);
    await wait(7000);
    expect(got).toHaveLength(1);
    expect(kept()).toEqual([]);
  },
  'strange-subscriptions': async (cell) => {
    const { start, subscribe, subscription, kept } = await pushing(cell, (response) => end(response, 201));
    const { program } = await start({ TOKEN: 'probe' });
    const authorization = 'Bearer probe';
    expect(await subscribe()).toBe(401);
    expect(await subscribe(subscription(), { authorization: 'Bearer prob3' })).toBe(401);
    const { endpoint, keys } = subscription();
    for (const body of [
      '{',
      'null',
      '[]',
      { endpoint, keys: { ...keys, auth: 'AAAA' } },
      { endpoint: endpoint.replace('https:', 'http:'), keys },
      { endpoint: 'https://127.0.0.1:1/internal', keys },
      { endpoint: `${endpoint.replace('https://', 'https://example.com@').replace(/:\d+/, ':1')}`, keys },
    ])
      expect(await subscribe(body, { authorization }), JSON.stringify(body)).toBe(400);
    expect([0, 413]).toContain(await subscribe('x'.repeat(1_000_000), { authorization }));
    expect(kept()).toEqual([]);
    expect(await subscribe(subscription(), { authorization })).toBe(201);
    expect(program.hasEnded, program.output).toBe(false);
  },
  'mute-service': async (cell) => {
    const { got, start, subscribe, subscription } = await pushing(cell, (response, { path }) => {
      if (path === '/good') end(response, 201);
    });
    const running = await start();
    expect(await subscribe(subscription('/mute'))).toBe(201);
    expect(await subscribe(subscription('/good'))).toBe(201);
    await until(
      () => got.filter(({ path }) => path === '/good').length > 2,
      40_000,
      () => running.program.output,
    );
    expect(got.filter(({ path }) => path === '/mute').length).toBeLessThan(4);
  },
  'endless-answer': async (cell) => {
    const { got, start, subscribe } = await pushing(cell, (response) => {
      if (response.socket) startEndless(response.socket, 'text/plain');
    });
    const running = await start();
    expect(await subscribe()).toBe(201);
    await gets(got, 1, running);
    const before = memoryOf(running.pid());
    expect(await peakMemory(running.pid(), wait(5000))).toBeLessThan(before + 150 * MEGABYTE);
  },
  'killed-and-started-again': async (cell) => {
    const { got, start, subscribe } = await pushing(cell, (response) => end(response, 201));
    const first = await start();
    expect(await subscribe()).toBe(201);
    process.kill(first.pid(), 'SIGKILL');
    await ended(first, 5000);
    await gets(got, 1, await start());
  },
  'source-fails': async (cell) => {
    const { got, start, subscribe } = await pushing(cell, (response) => end(response, 201));
    const running = await start({}, { userCode: 'sourceFails' });
    expect(await subscribe()).toBe(201);
    await sourceFails(
      running,
      arrives(() => got.length),
    );
  },
  signals: async (cell) => {
    for (const signal of SIGNALS) {
      const { got, start, subscribe } = await pushing(cell, () => undefined);
      const running = await start({}, { isFirst: true });
      expect(await subscribe()).toBe(201);
      await gets(got, 1, running);
      await endsWithin2s(running, signal);
    }
  },
};
