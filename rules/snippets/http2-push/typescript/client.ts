// HTTP/2 client that accepts server push. Push brings resources that belong to
// a request; it is no channel for events, and browsers have dropped it.
import { once } from 'node:events';
import { connect, constants, type ClientHttp2Stream } from 'node:http2';
import { setTimeout as sleep } from 'node:timers/promises';

const ORIGIN = '{{endpoint}}';
const PATH = '{{path}}';
const MAX_BODY_BYTES = 1_048_576;
const TIMEOUT_MS = 10_000;
const ATTEMPTS = 5;
const SETTINGS = { enablePush: true, maxConcurrentStreams: 20 }; // pushes

function receive(name: string, body: string): void {
  console.log(`${name}: ${body}`); // your code here
}

/** What trying again cannot change. */
class Refused extends Error {}

/** Resolves once the answer is one to use; 503 and 429 may pass. */
async function checkStatus(stream: ClientHttp2Stream): Promise<void> {
  const [{ ':status': status }] = await once(stream, 'response');
  if (status >= 200 && status < 300) return;
  stream.close(constants.NGHTTP2_CANCEL);
  const passes = status >= 500 || status === 429 || status === 408;
  throw passes ? new Error(`answered ${status}`) : new Refused(`${status}`);
}

/** One body; rejects on a reset, on silence, and when it grows too large. */
async function readBody(stream: ClientHttp2Stream): Promise<string> {
  stream.setTimeout(TIMEOUT_MS, () => stream.close(constants.NGHTTP2_CANCEL));
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    // Leaving the loop resets the stream.
    if (size > MAX_BODY_BYTES) throw new Error('body too large');
    chunks.push(chunk);
  }
  if (stream.rstCode) throw new Error(`reset (${stream.rstCode})`);
  return Buffer.concat(chunks).toString();
}

async function fetchWithPushes(): Promise<void> {
  const pushes: Promise<void>[] = [];
  const session = connect(ORIGIN, { settings: SETTINGS });
  session.on('error', () => undefined); // its streams fail with it
  session.on('stream', (stream, promised) => {
    const name = `pushed ${promised[':path']}`;
    const failed = (error: Error) => console.error(`${name}: ${error.message}`);
    pushes.push(readBody(stream).then((body) => receive(name, body), failed));
  });
  try {
    const token = process.env.TOKEN; // secrets come from the environment
    const headers = token ? { authorization: `Bearer ${token}` } : {};
    const request = session.request({ ':path': PATH, ...headers });
    request.setTimeout(TIMEOUT_MS, () => request.destroy(new Error('silence')));
    await checkStatus(request);
    receive(`answered ${PATH}`, await readBody(request));
    await Promise.all(pushes);
  } finally {
    session.destroy();
  }
}

process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));
for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
  try {
    await fetchWithPushes();
    break;
  } catch (error) {
    console.error(`error: ${error instanceof Error ? error.message : error}`);
    if (attempt === ATTEMPTS || error instanceof Refused) process.exit(1);
    // Jitter, so that not all clients come back at once.
    await sleep(500 * 2 ** attempt * (0.5 + Math.random() / 2));
  }
}
