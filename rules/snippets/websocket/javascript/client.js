// WebSocket client: reconnects with backoff, detects a dead link, sends
// messages in order. WebSocket confirms no messages: those in transit are lost
// when the connection breaks, unless your own protocol acknowledges them. The
// browser collects a message until its end: only the server limits its size.
const ENDPOINT = '{{endpoint}}';
const HEARTBEAT_MS = '{{heartbeat}}' * 1000;
const BINARY = '{{binary}}';
const OUTBOX_LIMIT = 1000; // messages; the oldest are dropped first
const MAX_BACKLOG_BYTES = 1_048_576;
const MAX_MESSAGE_LENGTH = 1_048_576; // characters, or bytes
const FIRST_PAUSE_MS = 500;
const LAST_PAUSE_MS = 30_000;
const DRAIN_MS = 100;
const LOG_LIMIT = 200; // lines kept on the page

const outbox = [];
let socket;
let pauseMs = FIRST_PAUSE_MS;

function connect() {
  // A page cannot set headers: the server identifies it by a cookie, or by a
  // token in its first message. Do not put a token into the URL.
  const ws = new WebSocket(ENDPOINT);
  ws.binaryType = 'arraybuffer';
  socket = ws;
  let openedAt = Number.POSITIVE_INFINITY;
  let heardAt = performance.now();
  let over = false;
  // Pages cannot send ping frames: a message is the ping, any one the pong.
  const heartbeat = setInterval(() => {
    if (performance.now() - heardAt > 2.5 * HEARTBEAT_MS) finish('no answer');
    else if (ws.readyState === WebSocket.OPEN) ws.send('{"type":"ping"}');
  }, HEARTBEAT_MS);
  const drain = setInterval(flush, DRAIN_MS); // there is no event for it
  ws.addEventListener('open', () => {
    openedAt = performance.now();
    show('connected');
    flush();
  });
  ws.addEventListener('message', ({ data }) => {
    heardAt = performance.now();
    if (over || data === '{"type":"pong"}') return;
    const length = data.length ?? data.byteLength;
    if (length > MAX_MESSAGE_LENGTH) finish('message too large');
    else receive(typeof data === 'string' ? data : `${length} bytes`);
  });
  ws.addEventListener('close', ({ code }) => finish(code));

  /** Once for each socket: on a dead link `close` may be minutes late. */
  function finish(why) {
    if (over) return;
    over = true;
    clearInterval(heartbeat);
    clearInterval(drain);
    ws.close();
    show(`closed (${why})`);
    if (why === 1008) return show('stopped: refused by policy');
    const lasted = performance.now() - openedAt > LAST_PAUSE_MS;
    if (lasted) pauseMs = FIRST_PAUSE_MS;
    const once = { once: true };
    if (!navigator.onLine) return addEventListener('online', connect, once);
    // Jitter, so that not all clients reconnect at the same time.
    setTimeout(connect, pauseMs * (0.5 + Math.random() / 2));
    pauseMs = Math.min(LAST_PAUSE_MS, pauseMs * 2);
  }
}

function flush() {
  while (socket.readyState === WebSocket.OPEN && outbox.length > 0) {
    if (socket.bufferedAmount >= MAX_BACKLOG_BYTES) return;
    const message = outbox.shift();
    socket.send(BINARY ? new TextEncoder().encode(message) : message);
  }
}

export function send(message) {
  if (outbox.push(message) > OUTBOX_LIMIT) outbox.shift();
  flush();
}

function receive(message) {
  show(message); // your code here
}

function show(text) {
  const log = document.querySelector('#log');
  const line = document.createElement('li');
  line.textContent = text; // not as HTML, so that no markup runs
  log.append(line);
  while (log.children.length > LOG_LIMIT) log.firstElementChild.remove();
}

// A page in the page cache must not keep its connection: the next one is opened
// when the user comes back.
addEventListener('pagehide', () => socket.close());
connect();
send('{"type":"hello"}');
