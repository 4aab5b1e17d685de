import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { Bench, Exchange } from '../driver.ts';
import { exchange, readText } from '../http1.ts';
import { LOOPBACK, listen } from '../loopback.ts';

/** An event stream over HTTP/1.1; messages of the client are POST requests over another connection. */
export async function eventStream(bench: Bench): Promise<Exchange> {
  let open: ServerResponse | undefined;
  let lastId = 0;
  let onComment = () => {};
  const server = createServer(async (request, response) => {
    if (request.method === 'POST') {
      bench.arrived(await readText(request));
      response.writeHead(204).end();
    } else {
      open = response;
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' }).flushHeaders();
    }
  });
  const port = await bench.route(await listen(server, bench.cleanUp));
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  bench.cleanUp(() => agent.destroy());
  const stream = await openStream(port, bench);
  let unread = '';
  stream.setEncoding('latin1').on('data', (text: string) => {
    const events = (unread + text).split('\n\n');
    unread = events.pop() ?? '';
    for (const event of events) {
      if (event.startsWith(':')) onComment();
      else bench.arrived(event.slice(event.indexOf('data: ') + 'data: '.length));
    }
  });
  return {
    send: async (direction, payload) => {
      if (direction === 'down') open?.write(`id: ${++lastId}\ndata: ${payload}\n\n`);
      else await exchange({ agent, port, path: '/events', method: 'POST', headers: bench.headers }, payload);
    },
    beat: () =>
      new Promise((resolve) => {
        onComment = resolve;
        open?.write(': \n\n');
      }),
  };
}

function openStream(port: number, { headers, cleanUp }: Bench): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const asked = request({
      host: LOOPBACK,
      port,
      path: '/events',
      headers: { Accept: 'text/event-stream', ...headers },
    });
    cleanUp(() => asked.destroy());
    asked.once('response', (response) => {
      // Our clean-up closes the connection: not an error.
      response.on('error', () => {});
      resolve(response);
    });
    asked.once('error', reject).end();
  });
}
