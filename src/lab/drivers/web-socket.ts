import { createServer } from 'node:http';
import { WebSocket, WebSocketServer } from 'ws';
import type { Bench, Exchange } from '../driver.ts';
import { LOOPBACK, listen } from '../loopback.ts';

/** One text frame a message, without compression, which is off by default in servers of `ws`. */
export async function webSocket(bench: Bench): Promise<Exchange> {
  const server = createServer();
  const sockets = new WebSocketServer({ server });
  const port = await bench.route(await listen(server, bench.cleanUp));
  const accepted = new Promise<WebSocket>((resolve) => sockets.once('connection', resolve));
  const client = new WebSocket(`ws://${LOOPBACK}:${port}/`, { perMessageDeflate: false });
  bench.cleanUp(() => client.terminate());
  await new Promise((resolve, reject) => client.once('open', resolve).once('error', reject));
  const served = await accepted;
  // Only one side sends at a time, so both may report to the same function.
  for (const end of [client, served]) {
    end.on('message', (data) => bench.arrived(String(data)));
    end.on('error', () => end.terminate());
  }
  return {
    send: async (direction, payload) => (direction === 'down' ? served : client).send(payload),
    beat: () =>
      new Promise((resolve) => {
        served.once('pong', () => resolve());
        served.ping();
      }),
  };
}
