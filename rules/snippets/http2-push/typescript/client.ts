// HTTP/2 client that accepts server push. Push brings resources that belong to a request; it is no channel for events,
// and browsers have dropped it. For events to a client take SSE or WebSocket.
import { connect, constants, type ClientHttp2Session, type ClientHttp2Stream } from 'node:http2';

const ORIGIN = '{{endpoint}}';
const PATH = '{{path}}';
const MAX_BODY_BYTES = 1_048_576;
const MAX_PUSHES = 20;
const TIMEOUT_MS = 10_000;

/** Collects one body; rejects on a reset, on silence, and when it grows too large. */
async function readBody(stream: ClientHttp2Stream): Promise<string> {
  stream.setTimeout(TIMEOUT_MS, () => stream.close(constants.NGHTTP2_CANCEL));
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new Error('body too large'); // leaving the loop resets the stream
    chunks.push(chunk);
  }
  if (stream.rstCode !== constants.NGHTTP2_NO_ERROR) throw new Error(`stream reset (${stream.rstCode})`);
  return Buffer.concat(chunks).toString();
}

function fetchWithPushes(session: ClientHttp2Session): Promise<string> {
  const pushes: Promise<void>[] = [];
  session.on('stream', (stream, promised) => {
    const name = promised[':path'] ?? '';
    if (pushes.length >= MAX_PUSHES) return stream.close(constants.NGHTTP2_REFUSED_STREAM);
    const failed = (error: Error) => console.error(`${name}: ${error.message}`);
    pushes.push(readBody(stream).then((body) => receive(name, body), failed));
  });
  return new Promise((resolve, reject) => {
    session.on('error', reject); // refused connection, bad certificate, protocol error
    session.on('close', () => reject(new Error('session closed')));
    const request = session.request({ ':path': PATH });
    readBody(request).then(async (body) => { await Promise.all(pushes); resolve(body); }, reject);
  });
}

function receive(name: string, body: string): void {
  console.log(`pushed ${name}: ${body}`); // your code here
}

async function main(attempts = 5): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const session = connect(ORIGIN, { settings: { enablePush: true } });
    try {
      console.log(`answered ${PATH}: ${await fetchWithPushes(session)}`);
      return;
    } catch (error) {
      if (attempt === attempts) throw error;
      const delayMs = 500 * 2 ** attempt * (0.5 + Math.random() / 2); // jitter: not all clients at once
      await new Promise((wait) => setTimeout(wait, delayMs));
    } finally {
      session.destroy();
    }
  }
}

main().catch((error) => { console.error(`error: ${error.message}`); process.exitCode = 1; });
