/** Both ends of the starters around brokers, and of gRPC and CoAP, in each language against real servers. */
import { expect, test } from 'vitest';
import { eachTest } from './each-test.ts';
import { NatsServer } from './nats-server.ts';
import { freePort, type Program } from './program.ts';
import { type Language, type Launch, launch } from './survival/launch.ts';

const { running } = eachTest();

async function start(options: Launch): Promise<Program> {
  const { program } = await launch(options);
  running.push(program);
  return program;
}

/** The time that each server starter sends as a message once a second. */
const TIME = /^orders\.new \d{4}-\d\d-\d\dT/m;
const PATIENT = { timeoutMs: 60_000 };

test.each<Language>(['typescript', 'python'])(
  'nats in %s: what is published before there is a consumer arrives, and what comes after a restart',
  async (language) => {
    const broker = await NatsServer.start();
    try {
      const set = { endpoint: broker.endpoint };
      const server = await start({ protocol: 'nats', language, role: 'server', set });
      await server.saw(/^stored orders\.new$/m, { times: 3, ...PATIENT });
      const client = await start({ protocol: 'nats', language, role: 'client', set });
      await client.saw(TIME, { times: 3, ...PATIENT });
      await broker.stop();
      await broker.start();
      await client.saw(/^consuming$/m, { times: 2, ...PATIENT });
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

test.each<Language>(['typescript', 'python'])(
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
