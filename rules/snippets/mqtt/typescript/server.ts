// MQTT back end: publishes to a broker, which fans out. Waits for
// acknowledgements, bounds what waits, reconnects.
import { randomUUID } from 'node:crypto';
import mqtt from 'mqtt';

const ENDPOINT = '{{endpoint}}';
const TOPIC = '{{topic}}'; // wildcards are for subscribers
const QOS = '{{qos}}';
// Two processes with one name throw each other out: by default it is new for
// each run, because a publisher needs no session at the broker.
const NAME = process.env.MQTT_CLIENT_ID || '{{client-id}}';
const WAITING_LIMIT = 1000; // messages
const FIRST_PAUSE_MS = 1000;
const LAST_PAUSE_MS = 30_000;

const client = mqtt.connect(ENDPOINT, {
  clientId: NAME || `back-end-${randomUUID()}`,
  clean: true, // it subscribes to nothing; what it publishes waits here
  keepalive: 30,
  connectTimeout: 10_000,
  reconnectPeriod: FIRST_PAUSE_MS,
  reconnectOnConnackError: true, // a refusal, too, may pass
  queueQoSZero: false,
  username: process.env.MQTT_USERNAME, // secrets come from the environment
  password: process.env.MQTT_PASSWORD,
});

let waiting = 0;
let pauseMs = FIRST_PAUSE_MS;
let openedAt = Number.POSITIVE_INFINITY;

client.on('connect', () => {
  openedAt = performance.now();
  console.error('connected');
});
client.on('error', (error) => console.error(`error: ${error.message}`));
// First in line: the library's own listener sets the timer.
client.prependListener('close', () => {
  const lasted = performance.now() - openedAt > LAST_PAUSE_MS;
  if (lasted) pauseMs = FIRST_PAUSE_MS;
  openedAt = Number.POSITIVE_INFINITY;
  // Jitter, so that not all clients come back at once.
  client.options.reconnectPeriod = pauseMs * (0.5 + Math.random() / 2);
  pauseMs = Math.min(LAST_PAUSE_MS, pauseMs * 2);
});

/**
 * Retained: who subscribes later gets the latest value at once.
 * Returns whether the message was taken.
 */
export function publish(topic: string, payload: string): boolean {
  if (waiting >= WAITING_LIMIT) return false;
  waiting++;
  client.publish(topic, payload, { qos: QOS, retain: true }, (error) => {
    waiting--;
    if (error) console.error(`not delivered to ${topic}: ${error.message}`);
    else console.error(`delivered to ${topic}`);
  });
  return true;
}

const timer = setInterval(() => {
  try {
    const taken = publish(TOPIC, new Date().toISOString()); // your code here
    if (!taken) console.error('dropped: too many messages wait');
  } catch (error) { // the next tick tries again
    console.error(`error: ${error}`);
  }
}, 1000);

function shutDown(): void {
  clearInterval(timer);
  const exit = () => {
    if (waiting > 0) console.error(`${waiting} messages not acknowledged`);
    process.exit();
  };
  setTimeout(exit, 1500); // ms
  client.end(false, exit); // once all is acknowledged
}

process.once('SIGINT', shutDown).once('SIGTERM', shutDown);
