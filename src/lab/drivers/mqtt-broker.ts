import { createServer } from 'node:net';
import { Aedes } from 'aedes';
import { connectAsync } from 'mqtt';
import type { Bench, Exchange } from '../driver.ts';
import { LOOPBACK, listen } from '../loopback.ts';

/** The usual keep-alive of clients, in seconds. */
const KEEP_ALIVE = 60;

/** MQTT 3.1.1 at QoS 0: the broker publishes to a subscriber, and receives what that client publishes. */
export async function mqttBroker(bench: Bench): Promise<Exchange> {
  const broker = await Aedes.createBroker();
  bench.cleanUp(() => new Promise<void>((resolve) => broker.close(resolve)));
  const server = createServer({ noDelay: true }, (socket) => broker.handle(socket));
  const port = await bench.route(await listen(server, bench.cleanUp));
  const client = await connectAsync(`mqtt://${LOOPBACK}:${port}`, {
    clientId: 'lab',
    keepalive: KEEP_ALIVE,
    reconnectPeriod: 0,
  });
  bench.cleanUp(() => client.endAsync(true));
  client.on('error', () => client.end(true));
  client.on('message', (_topic, payload) => bench.arrived(payload.toString()));
  broker.on('publish', ({ payload }, from) => {
    if (from) bench.arrived(payload.toString());
  });
  await client.subscribeAsync('plant/press/1');
  return {
    send: async (direction, payload) => {
      if (direction === 'up') await client.publishAsync('plant/press/2', payload);
      else await publish(broker, payload);
    },
    beat: () =>
      new Promise((resolve) => {
        client.once('packetreceive', () => resolve());
        client.sendPing();
      }),
  };
}

function publish(broker: Aedes, payload: string): Promise<void> {
  return new Promise((resolve, reject) => {
    broker.publish({ cmd: 'publish', topic: 'plant/press/1', payload, qos: 0, retain: false, dup: false }, (error) =>
      error ? reject(error) : resolve(),
    );
  });
}
