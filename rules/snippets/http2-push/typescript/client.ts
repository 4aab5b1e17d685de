// HTTP/2 client that accepts server push. Push brings resources that belong to
// a request; it is no channel for events, and browsers have dropped it. For
// events to a client take SSE or WebSocket.
import { connect, constants } from 'node:http2';
import type { ClientHttp2Session, ClientHttp2Stream } from 'node:http2';

const ORIGIN = '{{endpoint}}';
const PATH = '{{path}}';
const MAX_BODY_BYTES = 1_048_576;
const MAX_PUSHES = 20;
const TIMEOUT_MS = 10_000;
const ATTEMPTS = 5;
const SETTINGS = { enablePush: true, maxConcurrentStreams: MAX_PUSHES };
const { NGHTTP2_CANCEL, NGHTTP2_NO_ERROR, NGHTTP2_REFUSED_STREAM } = constants;

/** One body; rejects on a reset, on silence, and when it grows too large. */
async function readBody(stream: ClientHttp2Stream): Promise<string> {
  stream.setTimeout(TIMEOUT_MS, () => stream.close(NGHTTP2_CANCEL));
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    // Leaving the loop resets the stream.
    if (size > MAX_BODY_BYTES) throw new Error('body too large');
    chunks.push(chunk);
  }
  const { rstCode } = stream;
  if (rstCode !== NGHTTP2_NO_ERROR) throw new Error(`reset (${rstCode})`);
  return Buffer.concat(chunks).toString();
}

function fetchWithPushes(session: ClientHttp2Session): Promise<string> {
  const pushes: Promise<void>[] = [];
  session.on('stream', (stream, promised) => {
    if (pushes.length >= MAX_PUSHES) {
      return stream.close(NGHTTP2_REFUSED_STREAM);
    }
    const name = promised[':path'] ?? '';
    const failed = (error: Error) => console.error(`${name}: ${error.message}`);
    pushes.push(readBody(stream).then((body) => receive(name, body), failed));
  });
  return new Promise((resolve, reject) => {
    session.on('error', reject); // refused, bad certificate, protocol error
    session.on('close', () => reject(new Error('session closed')));
    const request = session.request({ ':path': PATH });
    const withPushes = async (body: string) => {
      await Promise.all(pushes);
      resolve(body);
    };
    readBody(request).then(withPushes).catch(reject);
  });
}

function receive(name: string, body: string): void {
  console.log(`pushed ${name}: ${body}`); // your code here
}

async function main(): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const session = connect(ORIGIN, { settings: SETTINGS });
    try {
      console.log(`answered ${PATH}: ${await fetchWithPushes(session)}`);
      return;
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      // Jitter, so that not all clients come back at once.
      const delayMs = 500 * 2 ** attempt * (0.5 + Math.random() / 2);
      await new Promise((wait) => setTimeout(wait, delayMs));
    } finally {
      session.destroy();
    }
  }
}

main().catch((error) => {
  console.error(`error: ${error.message}`);
  process.exitCode = 1;
});
