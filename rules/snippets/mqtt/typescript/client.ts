// MQTT client: acknowledges what is done, keeps its session, reconnects, bounds
// what waits meanwhile. It may see a message twice: check for that.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import mqtt from 'mqtt';

const ENDPOINT = '{{endpoint}}';
const TOPIC = '{{topic}}';
const QOS = '{{qos}}';
// A name of its own on every device, the same after a restart: with one the
// broker keeps what comes meanwhile. Two clients with one name throw each other
// out. Without one: a new name, and no session, for each run.
const NAME = process.env.MQTT_CLIENT_ID || '{{client-id}}';
const CLIENT_ID = NAME || `client-${randomUUID()}`;
const ONLINE = `clients/${CLIENT_ID}/online`;
const FAILED = 'failed/'; // for a person to look at; MQTT has no dead letters
const ATTEMPTS = 5; // over 15 s, well within the keep-alive
const WAITING_LIMIT = 1000; // messages
const FIRST_PAUSE_MS = 1000;
const LAST_PAUSE_MS = 30_000;

let waiting = 0;
let pauseMs = FIRST_PAUSE_MS;
let openedAt = Number.POSITIVE_INFINITY;
const client = mqtt.connect(ENDPOINT, {
  clientId: CLIENT_ID,
  clean: !QOS || !NAME,
  keepalive: 30,
  connectTimeout: 10_000,
  reconnectPeriod: FIRST_PAUSE_MS,
  reconnectOnConnackError: true, // a refusal, too, may pass
  queueQoSZero: false,
  username: process.env.MQTT_USERNAME, // secrets come from the environment
  password: process.env.MQTT_PASSWORD,
  will: { topic: ONLINE, payload: Buffer.from('false'), qos: 1, retain: true },
});

async function receive(topic: string, payload: Buffer): Promise<void> {
  console.log(`${topic} ${payload.toString()}`); // your code here
}

/** The broker gets its acknowledgement after this, and sends no more before. */
client.handleMessage = async ({ topic, payload }, done) => {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    try {
      await receive(topic, Buffer.from(payload));
      return done();
    } catch (error) {
      console.error(`failed (${attempt}): ${error}`);
      await sleep(attempt < ATTEMPTS ? 500 * 2 ** attempt : 0);
    }
  }
  if (!topic.startsWith(FAILED)) publish(FAILED + topic, payload);
  done();
};

client.on('connect', ({ sessionPresent }) => {
  openedAt = performance.now();
  console.error(`connected, session ${sessionPresent ? 'resumed' : 'new'}`);
  publish(ONLINE, 'true', true);
  client.subscribe(TOPIC, { qos: QOS }, (error, grants) => {
    const refused = grants?.some(({ qos }) => qos === 128) && 'refused';
    const problem = error?.message ?? refused;
    console.error(problem ? `cannot subscribe: ${problem}` : 'subscribed');
  });
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

/** At QoS 1 and 2 it waits to be acknowledged, across reconnections. */
function publish(topic: string, payload: string | Buffer, retain = false) {
  if (waiting >= WAITING_LIMIT) return console.error(`dropped ${topic}`);
  waiting++;
  client.publish(topic, payload, { qos: QOS, retain }, (error) => {
    waiting--;
    if (error) console.error(`not delivered to ${topic}: ${error.message}`);
  });
}

function shutDown(): void {
  setTimeout(() => process.exit(), 1500); // ms; then the will does it
  // After a proper goodbye the broker does not send the will.
  if (client.connected) publish(ONLINE, 'false', true);
  client.end(false, () => process.exit()); // once all is acknowledged
}

process.once('SIGINT', shutDown).once('SIGTERM', shutDown);
