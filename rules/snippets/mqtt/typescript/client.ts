// MQTT client: keeps its session, reconnects, bounds what waits meanwhile.
import mqtt from 'mqtt';

const ENDPOINT = '{{endpoint}}';
const TOPIC = '{{topic}}';
const QOS = '{{qos}}';
// One per device: a second client with the same id throws the first one out.
const CLIENT_ID = '{{client-id}}';
const ONLINE = `clients/${CLIENT_ID}/online`;
const WAITING_LIMIT = 1000; // messages

let failures = 0;
let waiting = 0;
const client = mqtt.connect(ENDPOINT, {
  clientId: CLIENT_ID,
  clean: !QOS, // above 0 the broker keeps what comes while we are away
  keepalive: 30,
  connectTimeout: 10_000,
  reconnectPeriod: 1000,
  queueQoSZero: false,
  username: process.env.MQTT_USERNAME, // secrets come from the environment
  password: process.env.MQTT_PASSWORD,
  will: { topic: ONLINE, payload: Buffer.from('false'), qos: 1, retain: true },
});

client.on('connect', ({ sessionPresent }) => {
  failures = 0;
  console.error(`connected, session ${sessionPresent ? 'resumed' : 'new'}`);
  publish(ONLINE, 'true', true);
  client.subscribe(TOPIC, { qos: QOS }, (error, grants) => {
    const refused = grants?.some(({ qos }) => qos === 128) && 'refused';
    const problem = error?.message ?? refused;
    console.error(problem ? `cannot subscribe: ${problem}` : 'subscribed');
  });
});
client.on('message', receive);
client.on('error', (error) => console.error(`error: ${error.message}`));
// First in line: the library's own listener sets the timer.
client.prependListener('close', () => {
  const ceilingMs = Math.min(30_000, 1000 * 2 ** failures++);
  // Jitter, so that not all clients come back at once.
  client.options.reconnectPeriod = ceilingMs * (0.5 + Math.random() / 2);
});

/** At QoS 1 and 2 it waits to be acknowledged, across reconnections. */
function publish(topic: string, payload: string, retain = false): void {
  if (waiting >= WAITING_LIMIT) return console.error(`dropped ${topic}`);
  waiting++;
  client.publish(topic, payload, { qos: QOS, retain }, (error) => {
    waiting--;
    if (error) console.error(`not delivered to ${topic}: ${error.message}`);
  });
}

/** May see a message twice, at QoS 2 after a crash alone: check for that. */
function receive(topic: string, payload: Buffer): void {
  console.log(`${topic} ${payload.toString()}`); // your code here
}

process.once('SIGINT', () => client.end());
