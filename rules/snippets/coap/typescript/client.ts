// CoAP client: observes a resource, asks anew when the last value is out of
// date, backs off. A value may be lost: the next one replaces it. This library
// has no DTLS: use it in a network that you trust, or behind a proxy with it.
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, type IncomingMessage, request } from 'coap';

const ENDPOINT = '{{endpoint}}';
const { hostname, port, pathname, search } = new URL(ENDPOINT);
const HOST = hostname.replace(/^\[|\]$/g, '');
const ANSWER_MS = 50_000; // longer than the four repetitions of a request take
const GRACE_MS = 5000; // after the lifetime of a value
const LONGEST_MS = 86_400_000; // whatever lifetime a server claims
const FIRST_PAUSE_MS = 1000;
const LAST_PAUSE_MS = 30_000;

let pauseMs = FIRST_PAUSE_MS;
const stop = new AbortController();

async function receive(value: string): Promise<void> {
  console.log(value); // your code here
}

/** Until the last value is out of date and none has replaced it. */
async function take(response: IncomingMessage): Promise<void> {
  let until = 0;
  const handle = (payload: Buffer) => {
    const lifetime = Number(response.headers['Max-Age'] ?? 60) * 1000;
    until = performance.now() + Math.min(lifetime, LONGEST_MS) + GRACE_MS;
    // What fails in your code is reported and skipped.
    receive(payload.toString()).catch((error) => console.error(`${error}`));
  };
  response.on('data', handle); // at once with what is there
  await sleep(0);
  while (performance.now() < until && !stop.signal.aborted)
    await sleep(250, undefined, stop).catch(() => undefined);
}

async function observe(): Promise<void> {
  const agent = new Agent({ type: isIPv6(HOST) ? 'udp6' : 'udp4' });
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), ANSWER_MS);
  try {
    const asked = request({
      hostname: HOST,
      port: Number(port || 5683),
      pathname,
      query: search.slice(1),
      observe: true,
      agent,
    });
    asked.on('error', () => undefined); // also what comes later
    const answered = once(asked, 'response', {
      signal: AbortSignal.any([stop.signal, limit.signal]),
    });
    asked.end();
    const [response] = (await answered) as [IncomingMessage];
    clearTimeout(timer);
    if (!response.code.startsWith('2.'))
      throw new Error(`refused: ${response.code}`);
    console.error('observing');
    await take(response);
    throw new Error('nothing new');
  } finally {
    clearTimeout(timer);
    agent.close();
  }
}

process.once('SIGINT', () => stop.abort()).once('SIGTERM', () => stop.abort());
while (!stop.signal.aborted) {
  const startedAt = performance.now();
  await observe().catch((error) => {
    if (!stop.signal.aborted) console.error(`error: ${error.message}`);
  });
  const lasted = performance.now() - startedAt > 2 * LAST_PAUSE_MS;
  if (lasted) pauseMs = FIRST_PAUSE_MS;
  // Jitter, so that not all clients come back at once.
  const delayMs = pauseMs * (0.5 + Math.random() / 2);
  await sleep(delayMs, undefined, stop).catch(() => undefined);
  pauseMs = Math.min(LAST_PAUSE_MS, pauseMs * 2);
}
process.exit(); // the library's timers would hold it for minutes
