// MQTT back end: publishes to a broker, which fans out. Waits for acknowledgements, bounds what waits, reconnects.
import mqtt from 'mqtt';

const ENDPOINT = '{{endpoint}}';
const TOPIC = '{{topic}}'; // without wildcards: those are for subscribers
const QOS = '{{qos}}';
const CLIENT_ID = '{{client-id}}';
const WAITING_LIMIT = 1000; // messages

const client = mqtt.connect(ENDPOINT, {
  clientId: CLIENT_ID,
  clean: true, // it subscribes to nothing; what it publishes waits here until acknowledged
  keepalive: 30,
  connectTimeout: 10_000,
  reconnectPeriod: 1000,
  queueQoSZero: false,
  username: process.env.MQTT_USERNAME, // secrets come from the environment, never from the source
  password: process.env.MQTT_PASSWORD,
});

let failures = 0;
let waiting = 0;

client.on('connect', () => { failures = 0; console.error('connected'); });
client.on('error', (error) => console.error(`error: ${error.message}`));
client.on('close', () => {
  const ceilingMs = Math.min(30_000, 1000 * 2 ** failures++);
  client.options.reconnectPeriod = ceilingMs / 2 + Math.random() * (ceilingMs / 2); // jitter: not all clients at once
});

/** Retained: who subscribes later gets the latest value at once. Returns whether the message was taken. */
export function publish(topic: string, payload: string, retain = true): boolean {
  if (waiting >= WAITING_LIMIT) return false;
  waiting++;
  client.publish(topic, payload, { qos: QOS, retain }, (error) => {
    waiting--;
    if (error) console.error(`not delivered to ${topic}: ${error.message}`);
    else console.error(`delivered to ${topic}`);
  });
  return true;
}

const timer = setInterval(() => {
  if (!publish(TOPIC, new Date().toISOString())) console.error('dropped: too many messages wait'); // your code here
}, 1000);

function shutDown(): void {
  clearInterval(timer);
  client.end(); // after what is in flight is acknowledged
}

process.once('SIGINT', shutDown).once('SIGTERM', shutDown);
