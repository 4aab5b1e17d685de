// WebSocket client: reconnects with backoff, notices a dead link, keeps a
// bounded outbox while it is down.
import WebSocket from 'ws';

const ENDPOINT = '{{endpoint}}';
// Below the 60 s after which many proxies cut an idle connection.
const HEARTBEAT_MS = '{{heartbeat}}' * 1000;
const BINARY = '{{binary}}';
const OUTBOX_LIMIT = 1000; // messages; the oldest go first
const MAX_BYTES = 1_048_576; // of one message, and of what waits in the socket

const outbox: string[] = [];
let socket: WebSocket | undefined;
let failures = 0;
let stopped = false;

function connect(): void {
  const token = process.env.TOKEN; // secrets come from the environment
  const headers = token ? { authorization: `Bearer ${token}` } : {};
  const limits = { handshakeTimeout: 10_000, maxPayload: MAX_BYTES };
  const ws = new WebSocket(ENDPOINT, { ...limits, headers });
  socket = ws;
  let alive = true;
  const heartbeat = setInterval(() => {
    if (ws.readyState !== WebSocket.OPEN) return;
    if (!alive) return ws.terminate(); // no pong since the last ping
    alive = false;
    ws.ping();
  }, HEARTBEAT_MS);
  ws.on('open', () => {
    console.error('connected');
    for (const message of outbox.splice(0)) send(message);
  });
  ws.on('pong', () => { alive = true; failures = 0; });
  ws.on('message', receive);
  ws.on('error', (error) => console.error(`error: ${error.message}`));
  ws.on('close', (code) => { // also after every error
    clearInterval(heartbeat);
    console.error(`closed (${code})`);
    if (stopped || code === 1008) return; // 1008: the server refuses us
    const ceilingMs = Math.min(30_000, 500 * 2 ** failures++);
    // Jitter, so that not all clients come back at once.
    setTimeout(connect, ceilingMs * (0.5 + Math.random() / 2));
  });
}

function send(message: string): void {
  const isOpen = socket?.readyState === WebSocket.OPEN;
  if (socket && isOpen && socket.bufferedAmount < MAX_BYTES) {
    socket.send(message, { binary: BINARY });
  } else if (outbox.push(message) > OUTBOX_LIMIT) outbox.shift();
}

function receive(data: WebSocket.RawData, isBinary: boolean): void {
  console.log(isBinary ? data : String(data)); // your code here
}

process.once('SIGINT', () => { stopped = true; socket?.close(1000); });
connect();
send(JSON.stringify({ type: 'hello' }));
