// MQTT back end: publishes to a broker, which fans out. Waits for
// acknowledgements, bounds what waits, reconnects.
import mqtt from 'mqtt';

const ENDPOINT = '{{endpoint}}';
const TOPIC = '{{topic}}'; // wildcards are for subscribers
const QOS = '{{qos}}';
const CLIENT_ID = '{{client-id}}';
const WAITING_LIMIT = 1000; // messages

const client = mqtt.connect(ENDPOINT, {
  clientId: CLIENT_ID,
  clean: true, // it subscribes to nothing; what it publishes waits here
  keepalive: 30,
  connectTimeout: 10_000,
  reconnectPeriod: 1000,
  queueQoSZero: false,
  username: process.env.MQTT_USERNAME, // secrets come from the environment
  password: process.env.MQTT_PASSWORD,
});

let failures = 0;
let waiting = 0;

client.on('connect', () => { failures = 0; console.error('connected'); });
client.on('error', (error) => console.error(`error: ${error.message}`));
// First in line: the library's own listener sets the timer.
client.prependListener('close', () => {
  const ceilingMs = Math.min(30_000, 1000 * 2 ** failures++);
  // Jitter, so that not all clients come back at once.
  client.options.reconnectPeriod = ceilingMs * (0.5 + Math.random() / 2);
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
  const taken = publish(TOPIC, new Date().toISOString()); // your code here
  if (!taken) console.error('dropped: too many messages wait');
}, 1000);

function shutDown(): void {
  clearInterval(timer);
  client.end(); // after what is in flight is acknowledged
}

process.once('SIGINT', shutDown).once('SIGTERM', shutDown);
