import { createServer, type ServerHttp2Stream } from 'node:http2';
import type { Bench, Exchange } from '../driver.ts';
import { exchange, openSession, readText } from '../http2.ts';
import { listen } from '../loopback.ts';

/** An endless response with a line for each message; messages of the client are POST requests. */
export async function http2Stream(bench: Bench): Promise<Exchange> {
  let open: ServerHttp2Stream | undefined;
  const server = createServer();
  server.on('stream', async (stream, headers) => {
    if (headers[':method'] === 'POST') {
      bench.arrived(await readText(stream));
      stream.respond({ ':status': 204 }, { endStream: true });
    } else {
      open = stream;
      stream.respond({ ':status': 200, 'content-type': 'application/x-ndjson' });
    }
  });
  const session = await openSession(await bench.route(await listen(server, bench.cleanUp)), bench);
  const reading = session.request({ ':path': '/events', ...bench.headers });
  await new Promise((resolve, reject) => reading.once('response', resolve).once('error', reject));
  let unread = '';
  reading.setEncoding('latin1').on('data', (text: string) => {
    const lines = (unread + text).split('\n');
    unread = lines.pop() ?? '';
    for (const line of lines) bench.arrived(line);
  });
  return {
    send: async (direction, payload) => {
      if (direction === 'down') open?.write(`${payload}\n`);
      else {
        const headers = { ':method': 'POST', ':path': '/events', 'content-type': 'application/json', ...bench.headers };
        await exchange(session, headers, payload);
      }
    },
    beat: () =>
      new Promise((resolve, reject) => {
        session.ping((error) => (error ? reject(error) : resolve()));
      }),
  };
}
