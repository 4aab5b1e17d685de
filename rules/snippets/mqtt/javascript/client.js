// MQTT over WebSocket: reconnects with backoff, limits waiting messages. What
// is published while the page is away does not reach it.
import mqtt from 'mqtt';

const ENDPOINT = '{{endpoint}}';
const TOPIC = '{{topic}}';
const QOS = '{{qos}}';
const WAITING_LIMIT = 1000; // messages
const MAX_BYTES = 1_048_576; // of a message
const LOG_LIMIT = 200; // lines kept on the page
const FIRST_PAUSE_MS = 1000;
const LAST_PAUSE_MS = 30_000;

const client = mqtt.connect(ENDPOINT, {
  // A tab is not a device: its session ends with the tab.
  clientId: `web-${crypto.randomUUID()}`,
  clean: true,
  keepalive: 30,
  connectTimeout: 10_000,
  reconnectPeriod: FIRST_PAUSE_MS,
  reconnectOnConnackError: true, // a refusal may be temporary
  queueQoSZero: false,
});

let waiting = 0;
let pauseMs = FIRST_PAUSE_MS;
let openedAt = Number.POSITIVE_INFINITY;

client.on('connect', () => {
  openedAt = performance.now();
  show('connected');
  client.subscribe(TOPIC, { qos: QOS }, (error, grants) => {
    const refused = grants?.some(({ qos }) => qos === 128);
    show(error || refused ? `cannot subscribe to ${TOPIC}` : 'subscribed');
  });
});
client.on('message', (topic, payload) => {
  try {
    if (payload.length > MAX_BYTES) throw new Error('too large');
    receive(topic, payload);
  } catch (error) {
    show(`failed: ${topic}, ${error}`); // the library must not see it
  }
});
client.on('error', (error) => show(`error: ${error.message}`));
// Runs first: the library's own listener sets the timer.
client.prependListener('close', () => {
  const lasted = performance.now() - openedAt > LAST_PAUSE_MS;
  if (lasted) pauseMs = FIRST_PAUSE_MS;
  openedAt = Number.POSITIVE_INFINITY;
  // Jitter, so that not all clients reconnect at the same time.
  client.options.reconnectPeriod = pauseMs * (0.5 + Math.random() / 2);
  pauseMs = Math.min(LAST_PAUSE_MS, pauseMs * 2);
});

export function publish(topic, payload) {
  if (waiting >= WAITING_LIMIT) return show(`dropped ${topic}`);
  waiting++;
  client.publish(topic, payload, { qos: QOS }, (error) => {
    waiting--;
    if (error) show(`not delivered to ${topic}: ${error.message}`);
  });
}

function receive(topic, payload) {
  show(`${topic} ${payload.toString()}`); // your code here
}

function show(text) {
  const log = document.querySelector('#log');
  const line = document.createElement('li');
  line.textContent = text; // not as HTML, so that no markup runs
  log.append(line);
  while (log.children.length > LOG_LIMIT) log.firstElementChild.remove();
}

// A page in the page cache must not keep its connection.
addEventListener('pagehide', () => client.end());
addEventListener('pageshow', (event) => event.persisted && client.reconnect());
