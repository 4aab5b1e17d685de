// WebSocket client: reconnects with backoff, keeps a bounded outbox.
const ENDPOINT = '{{endpoint}}';
const HEARTBEAT_MS = '{{heartbeat}}' * 1000;
const BINARY = '{{binary}}';
const OUTBOX_LIMIT = 1000; // messages; the oldest go first

const outbox = [];
let socket;
let failures = 0;

function connect() {
  // A token belongs into a cookie or the first message, not into the URL.
  const ws = new WebSocket(ENDPOINT);
  ws.binaryType = 'arraybuffer';
  socket = ws;
  // Pages cannot ping: a message shows whether the line still works.
  const heartbeat = setInterval(() => {
    if (ws.readyState === WebSocket.OPEN) ws.send('{"type":"ping"}');
  }, HEARTBEAT_MS);
  ws.addEventListener('open', () => {
    show('connected');
    for (const message of outbox.splice(0)) send(message);
  });
  ws.addEventListener('message', ({ data }) => {
    failures = 0;
    receive(typeof data === 'string' ? data : `${data.byteLength} bytes`);
  });
  ws.addEventListener('close', ({ code }) => {
    clearInterval(heartbeat);
    show(`closed (${code})`);
    if (code === 1008) return; // the server refuses us
    const once = { once: true };
    if (!navigator.onLine) return addEventListener('online', connect, once);
    const ceilingMs = Math.min(30_000, 500 * 2 ** failures++);
    // Jitter, so that not all clients come back at once.
    setTimeout(connect, ceilingMs * (0.5 + Math.random() / 2));
  });
}

export function send(message) {
  const isOpen = socket?.readyState === WebSocket.OPEN;
  if (isOpen && socket.bufferedAmount < 1_048_576) {
    socket.send(BINARY ? new TextEncoder().encode(message) : message);
  } else if (outbox.push(message) > OUTBOX_LIMIT) outbox.shift();
}

function receive(message) {
  show(message); // your code here
}

function show(text) {
  const log = document.querySelector('#log');
  const line = document.createElement('li');
  line.textContent = text; // not as HTML, so that no markup runs
  log.append(line);
  while (log.children.length > 200) log.firstElementChild.remove();
}

connect();
send('{"type":"hello"}');
