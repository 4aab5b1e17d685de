import { Agent, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Bench, Exchange } from '../driver.ts';
import { exchange, readText } from '../http1.ts';
import { listen } from '../loopback.ts';

/** Polls over one HTTP/1.1 keep-alive connection: 200 with the message, 204 without one; sends with POST. */
export async function http1Poll(bench: Bench): Promise<Exchange> {
  let waiting: string | undefined;
  let cursor = 0;
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    if (request.method === 'POST') {
      bench.arrived(await readText(request));
      response.writeHead(204).end();
    } else if (waiting === undefined) {
      response.writeHead(204).end();
    } else {
      const body = waiting;
      waiting = undefined;
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': body.length }).end(body);
    }
  });
  const port = await bench.route(await listen(server, bench.cleanUp));
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  bench.cleanUp(() => agent.destroy());
  const poll = () => exchange({ agent, port, path: `/events?after=${cursor}`, headers: bench.headers });
  await poll();
  return {
    send: async (direction, payload) => {
      if (direction === 'up') {
        await exchange({ agent, port, path: '/events', method: 'POST', headers: bench.headers }, payload);
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
