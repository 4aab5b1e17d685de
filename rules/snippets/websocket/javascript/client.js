// WebSocket client for the browser: reconnects with backoff, waits for the network, keeps a bounded outbox.
const ENDPOINT = '{{endpoint}}';
const HEARTBEAT_MS = '{{heartbeat}}' * 1000;
const BINARY = '{{binary}}';
const OUTBOX_LIMIT = 1000; // messages; the oldest go first
const LOG_LIMIT = 200; // lines kept on the page

const outbox = [];
let socket;
let failures = 0;

function connect() {
  const ws = new WebSocket(ENDPOINT); // a token belongs into a cookie or the first message, not into the URL
  ws.binaryType = 'arraybuffer';
  socket = ws;
  // Browsers hide ping frames from pages: an application message shows that the server still reads.
  const heartbeat = setInterval(() => ws.readyState === WebSocket.OPEN && ws.send('{"type":"ping"}'), HEARTBEAT_MS);
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
    if (code === 1008) return; // the server will not have us, asking again is no use
    if (!navigator.onLine) return addEventListener('online', connect, { once: true });
    const ceilingMs = Math.min(30_000, 500 * 2 ** failures++);
    setTimeout(connect, ceilingMs / 2 + Math.random() * (ceilingMs / 2)); // jitter: not all clients at once
  });
}

export function send(message) {
  if (socket?.readyState === WebSocket.OPEN && socket.bufferedAmount < 1_048_576) {
    socket.send(BINARY ? new TextEncoder().encode(message) : message);
  } else if (outbox.push(message) > OUTBOX_LIMIT) outbox.shift();
}

function receive(message) {
  show(message); // your code here
}

function show(text) {
  const log = document.querySelector('#log');
  log.append(Object.assign(document.createElement('li'), { textContent: text })); // text, so that no markup runs
  while (log.children.length > LOG_LIMIT) log.firstElementChild.remove();
}

connect();
send('{"type":"hello"}');
