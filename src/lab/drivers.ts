import type { Driver } from './driver.ts';

/** Every driver by the name that plans use. Loaded on demand: MQTT alone is half a megabyte. */
export const DRIVERS: Readonly<Record<string, () => Promise<Driver>>> = {
  'http1-poll': async () => (await import('./drivers/http1-poll.ts')).http1Poll,
  'http1-long-poll': async () => (await import('./drivers/http1-long-poll.ts')).http1LongPoll,
  'http2-poll': async () => (await import('./drivers/http2-poll.ts')).http2Poll,
  'event-stream': async () => (await import('./drivers/event-stream.ts')).eventStream,
  'http2-stream': async () => (await import('./drivers/http2-stream.ts')).http2Stream,
  'web-socket': async () => (await import('./drivers/web-socket.ts')).webSocket,
  'mqtt-broker': async () => (await import('./drivers/mqtt-broker.ts')).mqttBroker,
  'data-channel': async () => (await import('./drivers/data-channel.ts')).dataChannel,
};
