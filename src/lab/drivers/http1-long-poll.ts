import { Agent, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Bench, Exchange } from '../driver.ts';
import { exchange, readText } from '../http1.ts';
import { listen } from '../loopback.ts';

/** Polls over HTTP/1.1 that the server holds until there is a message; the client sends over another connection. */
export async function http1LongPoll(bench: Bench): Promise<Exchange> {
  const held: ServerResponse[] = [];
  let onHeld = () => {};
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    if (request.method === 'POST') {
      bench.arrived(await readText(request));
      response.writeHead(204).end();
    } else {
      held.push(response);
      onHeld();
    }
  });
  const port = await bench.route(await listen(server, bench.cleanUp));
  const [polls, sends] = [new Agent({ keepAlive: true, maxSockets: 1 }), new Agent({ keepAlive: true, maxSockets: 1 })];
  bench.cleanUp(() => polls.destroy());
  bench.cleanUp(() => sends.destroy());
  let cursor = 0;
  const pollOn = async (): Promise<void> => {
    const options = { agent: polls, port, path: `/events?after=${cursor}`, headers: bench.headers };
    const { after, messages }: { after: number; messages: readonly string[] } = JSON.parse(await exchange(options));
    cursor = after;
    for (const message of messages) bench.arrived(message);
    return pollOn();
  };
  const takeHeld = async (): Promise<ServerResponse> => {
    const first = held.shift();
    if (first !== undefined) return first;
    await new Promise<void>((resolve) => {
      onHeld = resolve;
    });
    return takeHeld();
  };
  const answer = async (messages: readonly string[]) => {
    const body = JSON.stringify({ after: cursor + messages.length, messages });
    const head = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', 'Content-Length': body.length };
    (await takeHeld()).writeHead(200, head).end(body);
  };
  // Our clean-up closes the connection: not an error.
  void pollOn().catch(() => {});
  held.unshift(await takeHeld());
  return {
    send: async (direction, payload) => {
      if (direction === 'down') await answer([payload]);
      else await exchange({ agent: sends, port, path: '/events', method: 'POST', headers: bench.headers }, payload);
    },
    beat: async () => {
      await answer([]);
      held.unshift(await takeHeld());
    },
  };
}
