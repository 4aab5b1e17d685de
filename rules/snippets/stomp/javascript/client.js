// STOMP in a browser: receives while the page is open, reconnects with backoff.
// What is sent to the topic while the page is away does not reach it.
// The broker decides what a page may read: each user has access rights.
import { Client } from '@stomp/stompjs';

const ENDPOINT = '{{endpoint}}';
const TOPIC = '{{topic}}';
const MAX_CHARS = 1_048_576; // of a message
const LOG_LIMIT = 200; // lines kept on the page
const FIRST_PAUSE_MS = 1000;
const LAST_PAUSE_MS = 30_000;

let pauseMs = FIRST_PAUSE_MS;
let current;
let stopped = false;
let retry;

function receive(body) {
  show(body); // your code here
}

async function follow() {
  // A page must not contain secrets: use a token that expires soon.
  const { login = 'guest', passcode = 'guest' } = globalThis.credentials ?? {};
  const client = new Client({
    webSocketFactory: () => new WebSocket(ENDPOINT, ['v12.stomp']),
    connectionTimeout: 15_000,
    reconnectDelay: 0, // the loop below reconnects
    discardWebsocketOnCommFailure: true, // does not wait for a dead broker
    connectHeaders: { host: '{{vhost}}', login, passcode },
  });
  current = client;
  client.onConnect = () => {
    client.watchForReceipt('subscribed', () => show('subscribed'));
    const take = ({ body }) => {
      try {
        if (body.length > MAX_CHARS) throw new Error('too large');
        receive(body);
      } catch (error) {
        show(`failed: ${error}`); // the library must not see it
      }
    };
    client.subscribe(`/topic/${TOPIC}`, take, { receipt: 'subscribed' });
  };
  client.onStompError = ({ headers }) => show(`error: ${headers.message}`);
  const closed = new Promise((resolve) => {
    client.onWebSocketClose = ({ code }) => resolve(show(`closed (${code})`));
  });
  client.activate();
  await closed;
  await client.deactivate({ force: true });
}

async function run() {
  const startedAt = performance.now();
  await follow();
  if (stopped) return;
  const lasted = performance.now() - startedAt > LAST_PAUSE_MS;
  if (lasted) pauseMs = FIRST_PAUSE_MS;
  // Jitter, so that not all clients reconnect at the same time.
  retry = setTimeout(run, pauseMs * (0.5 + Math.random() / 2));
  pauseMs = Math.min(LAST_PAUSE_MS, pauseMs * 2);
}

function show(text) {
  const log = document.querySelector('#log');
  const line = document.createElement('li');
  line.textContent = text; // not as HTML, so that no markup runs
  log.append(line);
  while (log.children.length > LOG_LIMIT) log.firstElementChild.remove();
}

// A page in the page cache must not keep its connection.
addEventListener('pagehide', () => {
  stopped = true;
  clearTimeout(retry);
  current?.deactivate({ force: true }); // does not wait for the broker
});
addEventListener('pageshow', () => {
  stopped = false;
  run();
});
