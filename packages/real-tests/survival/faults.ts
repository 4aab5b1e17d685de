/** The table of faults, and which of them a starter has to pass. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { findStarter, type StarterName, usualVariant } from '../../../src/starters/render.ts';
import { starters } from '../../../test/starters/starters.ts';
import { amqp10 } from './brokers/amqp-1-0.ts';
import { amqpClient } from './brokers/amqp-client.ts';
import { amqpServer } from './brokers/amqp-server.ts';
import { kafka } from './brokers/kafka.ts';
import { mqttClient, mqttServer } from './brokers/mqtt.ts';
import { nats } from './brokers/nats.ts';
import { coreNats } from './brokers/nats-core.ts';
import { stomp } from './brokers/stomp.ts';
import { earlyHints } from './http/early-hints.ts';
import { hlsServer } from './http/hls.ts';
import { httpApi } from './http/http-api.ts';
import { http2Client, http2Server } from './http/http2.ts';
import { longPolling } from './http/long-polling.ts';
import { overHttp } from './http/over-http.ts';
import { sseClient } from './http/sse-client.ts';
import { ssePostClient, ssePostServer } from './http/sse-post.ts';
import { sseServer } from './http/sse-server.ts';
import { webPushServer } from './http/web-push.ts';
import { webhookReceivers } from './http/webhook-receivers.ts';
import { webhooks } from './http/webhooks.ts';
import { pages } from './pages/faults.ts';
import { hlsPages } from './pages/hls.ts';
import { webPushPages } from './pages/web-push.ts';
import { coap } from './sockets/coap.ts';
import { grpcClient } from './sockets/grpc-client.ts';
import { grpcServer } from './sockets/grpc-server.ts';
import { webRtcClient, webRtcServer } from './sockets/webrtc.ts';
import { webSocketClient } from './sockets/websocket-client.ts';
import { webSocketServer } from './sockets/websocket-server.ts';
import { type Fault, rowsOf } from './tools/fault.ts';
import { reconnecting } from './tools/reconnecting.ts';
import { tokens } from './tools/tokens.ts';

/** Servers in frameworks meet what others of their protocol do. */
const FRAMEWORKS = ['express', 'fastify', 'fastapi'];

export const FAULTS: readonly Fault[] = [
  ...reconnecting,
  ...tokens,
  ...pages,
  ...rowsOf({ protocol: 'websocket', role: 'client' }, webSocketClient),
  ...rowsOf({ protocol: 'websocket', role: 'server' }, webSocketServer),
  ...rowsOf({ protocol: 'sse', role: 'client' }, sseClient),
  ...rowsOf({ protocol: 'sse', role: 'server' }, sseServer),
  ...rowsOf({ protocol: 'websocket', role: 'client', variant: 'react' }, webSocketClient),
  ...rowsOf({ protocol: 'sse', role: 'client', variant: 'react' }, sseClient),
  ...FRAMEWORKS.flatMap((variant) => [
    ...rowsOf({ protocol: 'websocket', role: 'server', variant }, webSocketServer),
    ...rowsOf({ protocol: 'sse', role: 'server', variant }, sseServer),
  ]),
  ...rowsOf({ protocol: 'sse', role: 'client', variant: 'post-requests' }, ssePostClient),
  ...rowsOf({ protocol: 'sse', role: 'server', variant: 'post-requests' }, ssePostServer),
  ...rowsOf({ protocol: 'mqtt', role: 'client' }, mqttClient),
  ...rowsOf({ protocol: 'mqtt', role: 'server' }, mqttServer),
  ...rowsOf({ protocol: 'amqp', role: 'client' }, amqpClient),
  ...rowsOf({ protocol: 'amqp', role: 'server' }, amqpServer),
  ...amqp10,
  ...rowsOf({ protocol: 'http2-push', role: 'client' }, http2Client),
  ...rowsOf({ protocol: 'http2-push', role: 'server' }, http2Server),
  ...rowsOf({ protocol: 'webrtc', role: 'client' }, webRtcClient),
  ...rowsOf({ protocol: 'webrtc', role: 'server' }, webRtcServer),
  ...overHttp,
  ...longPolling,
  ...webhooks,
  ...webhookReceivers,
  ...httpApi,
  ...earlyHints,
  ...rowsOf({ protocol: 'hls', role: 'server' }, hlsServer),
  ...hlsPages,
  ...rowsOf({ protocol: 'web-push', role: 'server' }, webPushServer),
  ...webPushPages,
  ...nats,
  ...coreNats,
  ...rowsOf({ protocol: 'grpc-streaming', role: 'client' }, grpcClient),
  ...rowsOf({ protocol: 'grpc-streaming', role: 'server' }, grpcServer),
  ...stomp,
  ...coap,
  ...kafka,
].map((fault) => ({
  ...fault,
  ...(isAlone(fault) && { isAlone: true }),
  ...(isSignal(fault) && { place: 'process' }),
}));

/** The first blocks the broker of all cells; the second moves gigabytes, and fails where others take the processors. */
function isAlone({ id, protocol }: Fault): boolean {
  return id === 'blocked-connection' || (id === 'slow-receivers' && protocol === 'grpc-streaming');
}

/** Nobody sends a signal to a page. */
function isSignal({ id }: Fault): boolean {
  return /^signals\b/.test(id);
}

const exceptionForm = z.strictObject({
  language: z.string(),
  protocol: z.string(),
  /** Absent: both. */
  role: z.enum(['client', 'server']).optional(),
  /** Absent: the usual product. */
  variant: z.string().optional(),
  /** Id of the fault, or of several; absent: all of them. */
  fault: z.union([z.string(), z.array(z.string()).min(2)]).optional(),
  because: z.string().regex(/^[A-Z].*\.$/s),
});

export type Exception = z.output<typeof exceptionForm>;

/** What a language or its libraries do not allow, with the reason. README prints it. */
export const EXCEPTIONS: readonly Exception[] = z
  .array(exceptionForm)
  .parse(parse(readFileSync(fileURLToPath(new URL('exceptions.yaml', import.meta.url)), 'utf8')));

/** Whether an exception is about this fault of this language. */
export function excepts(one: Exception, language: string, { id, protocol, role, variant }: Fault): boolean {
  return (
    one.language === language &&
    one.protocol === protocol &&
    one.variant === variant &&
    (one.role ?? role) === role &&
    (one.fault === undefined || [one.fault].flat().includes(id))
  );
}

/** The rows that a starter has to pass. */
export function faultsOf(name: StarterName): readonly Fault[] {
  const { language, protocol, role } = name;
  const variant = productOf(name);
  const here = findStarter(starters, name)?.opens === undefined ? 'process' : 'page';
  return FAULTS.filter(
    (fault) =>
      fault.protocol === protocol &&
      fault.role === role &&
      fault.variant === variant &&
      (fault.place ?? here) === here &&
      !EXCEPTIONS.some((one) => excepts(one, language, fault)),
  );
}

/** The product that a starter is for, where it is not the usual one. */
export function productOf(name: StarterName): string | undefined {
  return name.variant === usualVariant(starters, name) ? undefined : name.variant;
}
