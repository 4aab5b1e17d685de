/**
 * The AMQP 1.0 starters. The products that they are for are not to be had here: RabbitMQ with its AMQP 1.0 plugin stands
 * in for them, and their proof says so.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect, createServer as createTcpServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import amqp from 'amqplib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listStarters } from '../../src/starters/render.ts';
import { starters } from '../../test/starters/starters.ts';
import {
  findProgram,
  findPrograms,
  freePort,
  makeFolder,
  Program,
  render,
  startTypeScript,
  writeStarter,
} from './program.ts';
import { RabbitMq } from './servers.ts';

const CREDENTIALS = { AMQP_USERNAME: 'guest', AMQP_PASSWORD: 'guest' };

type Values = Readonly<Record<string, string | number | boolean>>;
type Role = 'client' | 'server';

let broker: RabbitMq;
let python: string;
let folder: ReturnType<typeof makeFolder>;
let channel: amqp.ConfirmChannel;
let connection: amqp.ChannelModel;
const running: Program[] = [];

beforeAll(async () => {
  const found = findPrograms('python3').find((path) => spawnSync(path, ['-c', 'import proton']).status === 0);
  if (found === undefined) throw new Error("Missing a python3 that can import proton: the starters' proofs need it.");
  python = found;
  broker = await RabbitMq.start(['rabbitmq_amqp1_0']);
  connection = await amqp.connect(`amqp://guest:guest@127.0.0.1:${broker.port}`);
  channel = await connection.createConfirmChannel();
});

afterAll(async () => {
  await connection.close();
  await broker.remove();
});

beforeEach(() => {
  folder = makeFolder();
});

afterEach(async () => {
  for (const program of running.splice(0)) await program.stop('SIGKILL');
  folder.remove();
});

function start(language: string, variant: string, role: Role, set: Values, env: Readonly<Record<string, string>> = {}) {
  const starter = render('amqp', language, role, set, { variant });
  const all = { ...CREDENTIALS, ...env };
  const program = language === 'python' ? startPython(starter, all) : startTypeScript(starter, folder.path, all);
  running.push(program);
  return program;
}

function startPython(starter: ReturnType<typeof render>, env: Readonly<Record<string, string>>): Program {
  writeStarter(starter, folder.path);
  return new Program(python, [join(folder.path, starter.files[0]?.path ?? '')], { env });
}

const clients = listStarters(starters).flatMap(({ language, variant, role, protocol }) =>
  protocol === 'amqp' && role === 'client' && variant !== undefined && variant !== 'rabbitmq'
    ? [{ language, variant }]
    : [],
);

test('two products, each in two languages', () => {
  expect(clients).toEqual([
    { language: 'python', variant: 'azure-service-bus' },
    { language: 'python', variant: 'ibm-mq' },
    { language: 'typescript', variant: 'azure-service-bus' },
    { language: 'typescript', variant: 'ibm-mq' },
  ]);
});

describe.each(clients)('$variant in $language', ({ language, variant }) => {
  const queue = `orders-${variant}-${language}`;

  test('receives and settles, with little held at once; comes back when the queue is gone', async () => {
    const endpoint = `amqp://127.0.0.1:${broker.port}`;
    const client = start(language, variant, 'client', { endpoint, queue, prefetch: 2 });
    await client.saw(/^receiving$/m, { timeoutMs: 30_000 });
    for (const text of ['one', 'two', 'three', 'grün']) channel.sendToQueue(queue, Buffer.from(text));
    await channel.waitForConfirms();
    // rhea tells in between when the broker sends more than it was given credit for.
    await client.saw(/^one\n(.*\n)*?two\n(.*\n)*?three\n(.*\n)*?grün$/m);
    expect((await channel.deleteQueue(queue)).messageCount).toBe(0);
    await client.saw(/^receiving$/m, { times: 2 });
    channel.sendToQueue(queue, Buffer.from('after'));
    await client.saw(/^after$/m);
    await client.stop('SIGINT');
    expect((await channel.checkQueue(queue)).messageCount).toBe(0);
  });

  test('what it sends is accepted, and arrives', async () => {
    const endpoint = `amqp://127.0.0.1:${broker.port}`;
    const server = start(language, variant, 'server', { endpoint, queue });
    const client = start(language, variant, 'client', { endpoint, queue });
    await client.saw(/^\d{4}-\d\d-\d\dT/m, { times: 2, timeoutMs: 30_000 });
    await server.saw(/^accepted$/m, { times: 2 });
  });

  test('keeps what it sends while the broker is away', async () => {
    const port = await freePort();
    const server = start(language, variant, 'server', { endpoint: `amqp://127.0.0.1:${port}`, queue });
    await server.saw(/^error: /m);
    const front = await startFront(port);
    await server.saw(/^accepted$/m, { times: 2, timeoutMs: 30_000 });
    front.cut();
    await server.saw(/^connected$/m, { times: 2, timeoutMs: 30_000 });
    const before = [...server.output.matchAll(/^accepted$/gm)].length;
    await server.saw(/^accepted$/m, { times: before + 2 });
    await front.stop();
  });

  test('over TLS it takes a certificate that it trusts, and no other', async () => {
    const tls = makeCertificate();
    const port = await freePort();
    const front = createServer({ key: readFileSync(tls.keyFile), cert: readFileSync(tls.certFile) }, (socket) => {
      const behind = connect(broker.port, '127.0.0.1');
      socket.pipe(behind).pipe(socket);
      for (const one of [socket, behind]) one.on('error', () => [socket, behind].map((each) => each.destroy()));
    }).listen(port, '127.0.0.1');
    const set = { endpoint: `amqps://localhost:${port}`, queue };
    const trusted = start(language, variant, 'client', set, {
      NODE_EXTRA_CA_CERTS: tls.certFile,
      SSL_CERT_FILE: tls.certFile,
    });
    await trusted.saw(/^receiving$/m, { timeoutMs: 30_000 });
    const stranger = start(language, variant, 'client', set);
    await stranger.saw(/^error: .*certificate/im);
    expect(stranger.output).not.toContain('receiving');
    await trusted.stop('SIGKILL');
    await stranger.stop('SIGKILL');
    await new Promise((resolve) => front.close(resolve));
  });
});

function makeCertificate(): { readonly keyFile: string; readonly certFile: string } {
  const [keyFile, certFile] = [join(folder.path, 'key.pem'), join(folder.path, 'cert.pem')];
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=localhost'];
  const names = ['-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost', '-keyout', keyFile, '-out', certFile];
  const { status, stderr } = spawnSync(findProgram('openssl'), [...request, ...names], { encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  return { keyFile, certFile };
}

/** A way to the broker that can be cut. */
async function startFront(port: number): Promise<{ readonly cut: () => void; readonly stop: () => Promise<void> }> {
  const open = new Set<Socket>();
  const server = createTcpServer((socket) => {
    const behind = connect(broker.port, '127.0.0.1');
    for (const one of [socket, behind]) {
      open.add(one);
      one.on('close', () => [socket, behind].map((each) => each.destroy()));
      one.on('error', () => open.delete(one));
    }
    socket.pipe(behind).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  const stop = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    cut();
    await closed;
  };
  return { cut, stop };
}
