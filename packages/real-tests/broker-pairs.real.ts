/** Both ends of the starters around brokers, and of gRPC and CoAP, in each language against real servers. */
import { expect, test } from 'vitest';
import { eachTest } from './each-test.ts';
import { KafkaStandIn } from './kafka-server.ts';
import { NatsServer } from './nats-server.ts';
import { findProgram, freePort, Program, type Watched } from './program.ts';
import { RabbitMq } from './servers.ts';
import { stompEndpoint } from './survival/brokers/endpoints.ts';
import { STOMP_PLUGINS } from './survival/brokers/stomp-broker.ts';
import { type Language, type Launch, launch } from './survival/tools/launch.ts';

const { running } = eachTest();

async function start(options: Launch): Promise<Watched> {
  const { program } = await launch(options);
  running.push(program);
  return program;
}

/** The time that each server starter sends as a message once a second. */
const TIME = /^orders\.new \d{4}-\d\d-\d\dT/m;
const PATIENT = { timeoutMs: 60_000 };

test.each<Language>(['typescript', 'python', 'go'])(
  'nats in %s: what is published before there is a consumer arrives, and what comes after a restart',
  async (language) => {
    const broker = await NatsServer.start();
    try {
      const set = { endpoint: broker.endpoint };
      const server = await start({ protocol: 'nats', language, role: 'server', set });
      await server.saw(/\bstored orders\.new$/m, { times: 3, ...PATIENT });
      const client = await start({ protocol: 'nats', language, role: 'client', set });
      await client.saw(TIME, { times: 3, ...PATIENT });
      await broker.stop();
      await broker.start();
      await client.saw(/\bconsuming$/m, { times: 2, ...PATIENT });
      await client.saw(TIME, { times: client.count(TIME) + 3, ...PATIENT });
    } finally {
      await broker.remove();
    }
  },
);

test.each<Language>(['typescript', 'python'])(
  'core nats in %s: subscribers of one group share the messages, others get all',
  async (language) => {
    const broker = await NatsServer.start();
    try {
      const shared = { protocol: 'nats', language, variant: 'core' } as const;
      const set = { endpoint: broker.endpoint };
      const both = [0, 1].map(() => start({ ...shared, role: 'client', set: { ...set, group: 'workers' } }));
      const [one, two, all] = await Promise.all([...both, start({ ...shared, role: 'client', set })]);
      if (one === undefined || two === undefined || all === undefined) expect.fail();
      for (const client of [one, two, all]) await client.saw(/^subscribed$/m, PATIENT);
      const server = await start({ ...shared, role: 'server', set });
      await all.saw(TIME, { times: 6, ...PATIENT });
      expect(one.count(TIME) + two.count(TIME)).toBeGreaterThan(4);
      expect(one.count(TIME) + two.count(TIME)).toBeLessThan(8);
      await broker.stop();
      await server.saw(/not published|error/, PATIENT);
      await broker.start();
      const before = all.count(TIME);
      await all.saw(TIME, { times: before + 2, ...PATIENT });
      for (const program of [one, two, all, server]) {
        const since = Date.now();
        await program.stop('SIGINT');
        expect(Date.now() - since, program.output).toBeLessThan(2300);
      }
    } finally {
      await broker.remove();
    }
  },
);

test.each<Language>(['typescript', 'python', 'go', 'java'])(
  'grpc-streaming in %s: a client sees every event once, also those from while it was away',
  async (language) => {
    const port = await freePort();
    const shared = { protocol: 'grpc-streaming', language, env: { TOKEN: 'probe' } } as const;
    const server = await start({ ...shared, role: 'server', set: { port } });
    await server.saw(/listening/, PATIENT);
    const set = { endpoint: `http://127.0.0.1:${port}` };
    const client = await start({ ...shared, role: 'client', set });
    await client.saw(/^\d{4}-/m, { times: 2, ...PATIENT });
    const stranger = await start({ ...shared, role: 'client', set, env: {} });
    await stranger.saw(/no valid token/, PATIENT);
    process.kill(client.pid, 'SIGSTOP');
    await new Promise((resolve) => setTimeout(resolve, 3000));
    process.kill(client.pid, 'SIGCONT');
    await client.saw(/^\d{4}-/m, { times: 8, ...PATIENT });
    const seconds = [...client.output.matchAll(/^\d{4}-\S+/gm)].map(([time]) => Date.parse(time) / 1000);
    expect(seconds).toEqual([...new Set(seconds)].sort());
    expect(seconds.slice(1).filter((at, index) => at - (seconds[index] ?? 0) > 2)).toEqual([]);
  },
);

test.each<Language>(['typescript', 'python'])(
  'stomp in %s: what is published before there is a consumer arrives',
  async (language) => {
    const broker = await RabbitMq.start(STOMP_PLUGINS);
    try {
      const set = { endpoint: stompEndpoint(language, broker.stomp) };
      const server = await start({ protocol: 'stomp', language, role: 'server', set });
      await server.saw(/^delivered to orders$/m, { times: 3, ...PATIENT });
      const client = await start({ protocol: 'stomp', language, role: 'client', set });
      await client.saw(/^\d{4}-\d\d-\d\dT/m, { times: 5, ...PATIENT });
    } finally {
      await broker.remove();
    }
  },
);

test.each<Language>(['typescript', 'python'])('coap in %s: both ends, each also against libcoap', async (language) => {
  const port = await freePort();
  const set = { endpoint: `coap://127.0.0.1:${port}/sensors/temperature` };
  const client = await start({ protocol: 'coap', language, role: 'client', set });
  const server = await start({ protocol: 'coap', language, role: 'server', set: { port } });
  await client.saw(/^\d{4}-/m, { times: 3, ...PATIENT });
  const other = new Program(findProgram('coap-client-notls'), ['-s', '3', '-m', 'get', set.endpoint]);
  running.push(other);
  await other.ends();
  expect(other.output.match(/\d{4}-\d\d-\d\dT/g)?.length).toBeGreaterThan(1);
  const before = client.count(/^\d{4}-/m);
  await server.stop('SIGTERM');
  await start({ protocol: 'coap', language, role: 'server', set: { port } });
  await client.saw(/^\d{4}-/m, { times: before + 3, timeoutMs: 110_000 });
  const foreignPort = await freePort();
  const foreign = new Program(findProgram('coap-server-notls'), ['-A', '127.0.0.1', '-p', String(foreignPort)]);
  running.push(foreign);
  const endpoint = `coap://127.0.0.1:${foreignPort}/time`;
  const observer = await start({ protocol: 'coap', language, role: 'client', set: { endpoint } });
  await observer.saw(/\d\d:\d\d:\d\d/, { times: 3, ...PATIENT });
});

test.each<Language>(['typescript', 'python', 'go'])(
  'kafka in %s: what is published before there is a consumer arrives, and what comes after an outage',
  async (language) => {
    const broker = await KafkaStandIn.start();
    try {
      const set = { endpoint: broker.endpoint };
      const server = await start({ protocol: 'kafka', language, role: 'server', set });
      await server.saw(/(?<!not )\bstored\b/, { times: 3, ...PATIENT });
      const client = await start({ protocol: 'kafka', language, role: 'client', set });
      await client.saw(/^\d{4}-\d\d-\d\dT/m, { times: 5, ...PATIENT });
      broker.down();
      await new Promise((resolve) => setTimeout(resolve, 3000));
      broker.up();
      const before = client.count(/^\d{4}-/m);
      await client.saw(/^\d{4}-/m, { times: before + 6, ...PATIENT });
      const seconds = [...new Set(client.output.match(/^\d{4}-\S+/gm))].map((time) => Date.parse(time) / 1000);
      expect(seconds.slice(1).filter((at, index) => at - (seconds[index] ?? 0) > 4)).toEqual([]);
    } finally {
      await broker.stop();
    }
  },
);
