import { createServer } from 'node:http2';
import type { Bench, Exchange } from '../driver.ts';
import { exchange, openSession, readText } from '../http2.ts';
import { listen } from '../loopback.ts';

/** Polling as over HTTP/1.1, with each request a stream of one HTTP/2 connection. */
export async function http2Poll(bench: Bench): Promise<Exchange> {
  let waiting: string | undefined;
  let cursor = 0;
  const server = createServer();
  server.on('stream', async (stream, headers) => {
    if (headers[':method'] === 'POST') {
      bench.arrived(await readText(stream));
      stream.respond({ ':status': 204 }, { endStream: true });
    } else if (waiting === undefined) {
      stream.respond({ ':status': 204 }, { endStream: true });
    } else {
      const body = waiting;
      waiting = undefined;
      stream.respond({ ':status': 200, 'content-type': 'application/json', 'content-length': body.length });
      stream.end(body);
    }
  });
  const port = await bench.route(await listen(server, bench.cleanUp));
  const session = await openSession(port, bench);
  const poll = () => exchange(session, { ':path': `/events?after=${cursor}`, ...bench.headers });
  await poll();
  return {
    send: async (direction, payload) => {
      if (direction === 'up') {
        const headers = { ':method': 'POST', ':path': '/events', 'content-type': 'application/json', ...bench.headers };
        await exchange(session, headers, payload);
      } else {
        waiting = payload;
        bench.arrived(await poll());
        cursor++;
      }
    },
    beat: async () => {
      await poll();
    },
  };
}
