/**
 * The survival suite: every fault of the table meets every starter of its protocol and role. It is written once; a
 * language adds how its programs are started, in launch.ts. A starter whose `proof` is `survives` has passed its rows.
 */
import { afterAll, beforeAll, describe, test } from 'vitest';
import { starterNames } from '../program.ts';
import { RabbitMq } from '../servers.ts';
import { amqp } from './amqp.ts';
import { Cell, type Fault } from './fault.ts';
import { httpApi } from './http-api.ts';
import { http2 } from './http2.ts';
import { type Language, launch } from './launch.ts';
import { longPolling } from './long-polling.ts';
import { mqtt } from './mqtt.ts';
import { overHttp } from './over-http.ts';
import { FASTER, reconnecting } from './reconnecting.ts';
import { sse } from './sse.ts';
import { webhookReceivers } from './webhook-receivers.ts';
import { webhooks } from './webhooks.ts';
import { websocket } from './websocket.ts';

export const FAULTS: readonly Fault[] = [
  ...reconnecting,
  ...websocket,
  ...sse,
  ...mqtt,
  ...amqp,
  ...http2,
  ...overHttp,
  ...httpApi,
  ...longPolling,
  ...webhooks,
  ...webhookReceivers,
];

/** Fills the compiler's cache, also for programs with a faster clock, so that no cell has to wait for it. */
async function warmUp(language: Language): Promise<void> {
  if (language !== 'go') return;
  for (const options of [{}, { faster: FASTER }]) {
    const { program } = await launch({ protocol: 'sse', language, role: 'client', set: {}, ...options });
    await program.stop('SIGKILL');
  }
}

/** @param except protocols, and rows (`protocol role: id`), that the language's libraries do not allow */
export function survive(language: Language, except: readonly string[] = []): void {
  const names = starterNames(language).filter(({ variant }) => variant === undefined || variant === 'rabbitmq');
  const here = FAULTS.filter(
    ({ id, protocol, role }) =>
      !except.includes(protocol) &&
      !except.includes(`${protocol} ${role}: ${id}`) &&
      names.some((one) => one.protocol === protocol && one.role === role),
  );
  let rabbit: RabbitMq;
  beforeAll(async () => {
    rabbit = await RabbitMq.start();
    await warmUp(language);
  }, 600_000);
  afterAll(() => rabbit.remove());

  describe.concurrent(language, () => {
    test.each(here.map((fault) => [`${fault.protocol} ${fault.role}: ${fault.id}`, fault] as const))(
      '%s',
      // Real programs against real clocks: once more where the machine was too busy. A weakness fails twice.
      { retry: 1, timeout: 120_000 },
      async (_, fault) => {
        const cell = new Cell(language, fault, rabbit);
        try {
          await fault.run(cell);
        } finally {
          await cell.end();
        }
      },
    );
  });
}
