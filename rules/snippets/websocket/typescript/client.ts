// WebSocket client: reconnects with backoff, notices a dead link, keeps a bounded outbox while it is down.
import WebSocket from 'ws';

const ENDPOINT = '{{endpoint}}';
const HEARTBEAT_MS = '{{heartbeat}}' * 1000; // below the 60 s after which many proxies cut an idle connection
const BINARY = '{{binary}}';
const OUTBOX_LIMIT = 1000; // messages; the oldest go first
const MAX_MESSAGE_BYTES = 1_048_576;

const outbox: string[] = [];
let socket: WebSocket | undefined;
let failures = 0;
let stopped = false;

function connect(): void {
  const token = process.env.TOKEN; // secrets come from the environment, never from the source
  const ws = new WebSocket(ENDPOINT, {
    handshakeTimeout: 10_000,
    maxPayload: MAX_MESSAGE_BYTES,
    headers: token ? { authorization: `Bearer ${token}` } : {},
  });
  socket = ws;
  let alive = true;
  const heartbeat = setInterval(() => {
    if (ws.readyState !== WebSocket.OPEN) return;
    if (!alive) return ws.terminate(); // no pong since the last ping: half-open
    alive = false;
    ws.ping();
  }, HEARTBEAT_MS);
  ws.on('open', () => {
    console.error('connected');
    for (const message of outbox.splice(0)) send(message);
  });
  ws.on('pong', () => { alive = true; failures = 0; });
  ws.on('message', (data, isBinary) => { failures = 0; receive(data, isBinary); });
  ws.on('error', (error) => console.error(`error: ${error.message}`)); // 'close' always follows
  ws.on('close', (code) => {
    clearInterval(heartbeat);
    console.error(`closed (${code})`);
    if (stopped || code === 1008) return; // 1008: the server will not have us, asking again is no use
    const ceilingMs = Math.min(30_000, 500 * 2 ** failures++);
    setTimeout(connect, ceilingMs / 2 + Math.random() * (ceilingMs / 2)); // jitter: not all clients at once
  });
}

function send(message: string): void {
  if (socket?.readyState === WebSocket.OPEN && socket.bufferedAmount < MAX_MESSAGE_BYTES) {
    socket.send(message, { binary: BINARY });
  } else if (outbox.push(message) > OUTBOX_LIMIT) outbox.shift();
}

function receive(data: WebSocket.RawData, isBinary: boolean): void {
  console.log(isBinary ? data : String(data)); // your code here
}

process.once('SIGINT', () => { stopped = true; socket?.close(1000); });
connect();
send(JSON.stringify({ type: 'hello' }));
