/** Both ends of the protocols over plain HTTP, each language with itself and with the next one. */
import { afterEach, describe, expect, test } from 'vitest';
import type { StarterRole, StarterValue } from '../../src/starters/starter.ts';
import { freePort, type Watched } from './program.ts';
import { isListening } from './survival/tools/fault.ts';
import { type Language, launch } from './survival/tools/launch.ts';

const running: Watched[] = [];

afterEach(async () => {
  for (const program of running.splice(0)) await program.stop('SIGKILL');
});

type Set = Readonly<Record<string, StarterValue>>;

/** @param protocol and the product, after a blank, where it is not the usual one */
async function start(protocol: string, language: Language, role: StarterRole, set: Set, env = {}): Promise<Watched> {
  const [name = '', variant] = protocol.split(' ');
  const { program } = await launch({ protocol: name, ...(variant && { variant }), language, role, set, env });
  running.push(program);
  return program;
}

async function startServer(protocol: string, language: Language, set: Set, env = {}): Promise<Watched> {
  const program = await start(protocol, language, 'server', set, env);
  await isListening({ program });
  return program;
}

const TOKEN = { TOKEN: 'probe' };

describe('long polling', () => {
  test.each([
    ['typescript', 'typescript'],
    ['typescript', 'python'],
    ['python', 'python'],
    ['python', 'go'],
    ['go', 'go'],
    ['go', 'java'],
    ['java', 'java'],
    ['java', 'typescript'],
  ] as const)('a server in %s, a client in %s: with a token, across a restart', async (ofServer, ofClient) => {
    const port = await freePort();
    const endpoint = `http://127.0.0.1:${port}/live`;
    const client = await start('long-polling', ofClient, 'client', { endpoint }, TOKEN);
    const first = await startServer('long-polling', ofServer, { port, path: '/live' }, TOKEN);
    await client.saw(/"\d{4}-\d\d-\d\dT/, { times: 2, timeoutMs: 40_000 });
    await first.stop('SIGTERM');
    await client.saw(/error: /);
    await startServer('long-polling', ofServer, { port, path: '/live' }, TOKEN);
    await client.saw(/"\d{4}-\d\d-\d\dT/, { times: client.count(/"\d{4}-/) + 2, timeoutMs: 40_000 });
    const stranger = await start('long-polling', ofClient, 'client', { endpoint });
    await stranger.saw(/401/, { timeoutMs: 40_000 });
    expect(stranger.output).not.toMatch(/"\d{4}-/);
  });
});

describe.each([
  ['http-streaming', {}],
  ['polling', { interval: 1 }],
] as const)('%s', (protocol, set) => {
  test.each([
    ['typescript', 'go'],
    ['go', 'go'],
    ['go', 'java'],
    ['java', 'java'],
  ] as const)('a server in %s, a client in %s: with a token, across a restart', async (ofServer, ofClient) => {
    const port = await freePort();
    const endpoint = `http://127.0.0.1:${port}/live`;
    const first = await startServer(protocol, ofServer, { port, path: '/live' }, TOKEN);
    const client = await start(protocol, ofClient, 'client', { endpoint, ...set }, TOKEN);
    await client.saw(/"\d{4}-\d\d-\d\dT/, { timeoutMs: 40_000 });
    await first.stop('SIGTERM');
    await startServer(protocol, ofServer, { port, path: '/live' }, TOKEN);
    await client.saw(/"\d{4}-\d\d-\d\dT/, { times: client.count(/"\d{4}-/) + 1, timeoutMs: 40_000 });
    const stranger = await start(protocol, ofClient, 'client', { endpoint, ...set });
    await stranger.saw(/401/, { timeoutMs: 40_000 });
    expect(stranger.output).not.toMatch(/"\d{4}-/);
  });
});

describe('webhooks', () => {
  test.each([
    ['typescript', 'typescript'],
    ['typescript', 'python'],
    ['python', 'python'],
    ['python', 'go'],
    ['go', 'go'],
    ['go', 'java'],
    ['java', 'java'],
    ['java', 'typescript'],
  ] as const)('a sender in %s, a receiver in %s: while the secret changes', async (ofSender, ofReceiver) => {
    const port = await freePort();
    const [older, newer] = ['o', 'n'].map((char) => `whsec_${Buffer.alloc(32, char).toString('base64')}`);
    const secrets = { WEBHOOK_SECRET: `${older} ${newer}` };
    const receiver = await start('webhooks', ofReceiver, 'client', { port, path: '/x' }, secrets);
    await isListening({ program: receiver });
    const endpoint = `http://127.0.0.1:${port}/x`;
    const sender = await start('webhooks', ofSender, 'server', { endpoint }, { WEBHOOK_SECRET: newer });
    await sender.saw(/accepted:? .*msg_/, { times: 2 });
    await receiver.saw(/"type": ?"tick"/, { times: 2 });
    const unset = await start('webhooks', ofSender, 'server', { endpoint }, { WEBHOOK_SECRET: '' });
    await unset.saw(/set WEBHOOK_SECRET, made by: openssl rand -base64 32/);
  });
});

test.each([
  ['typescript', 'typescript'],
  ['typescript', 'python'],
  ['python', 'python'],
  ['python', 'go'],
  ['go', 'go'],
  ['go', 'java'],
  ['java', 'java'],
  ['java', 'typescript'],
] as const)('http requests to a server in %s from a client in %s: once it is there', async (ofServer, ofClient) => {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}/x`;
  const client = await start('http-api', ofClient, 'client', { endpoint }, TOKEN);
  await new Promise((wait) => setTimeout(wait, 1500));
  await startServer('http-api', ofServer, { port, path: '/x' }, TOKEN);
  await client.saw(/"order": ?\{"amount": ?1\}/);
  await client.saw(/"order": ?\{"amount": ?2\}/);
  const stranger = await start('http-api', ofClient, 'client', { endpoint });
  await stranger.saw(/failed:? .*401/);
});

test.each([
  ['typescript', 'typescript'],
  ['typescript', 'python'],
  ['python', 'python'],
  ['python', 'typescript'],
] as const)('events by POST from a server in %s to a client in %s', async (ofServer, ofClient) => {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}/x`;
  const client = await start('sse post-requests', ofClient, 'client', { endpoint }, TOKEN);
  await startServer('sse post-requests', ofServer, { port, path: '/x' }, TOKEN);
  await client.saw(/^"You"\n"asked:"\n"What"[\s\S]*^"answer\."\nanswered$/m);
  const stranger = await start('sse post-requests', ofClient, 'client', { endpoint });
  await stranger.saw(/failed: .*401/);
});
