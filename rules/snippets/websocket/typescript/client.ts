// WebSocket client: reconnects with backoff, notices a dead link, keeps what
// it sends in order. WebSocket confirms nothing: what was on its way when the
// line broke is lost, unless your own messages are acknowledged.
import WebSocket from 'ws';

const ENDPOINT = '{{endpoint}}';
// Below the 60 s after which many proxies cut an idle connection.
const HEARTBEAT_MS = '{{heartbeat}}' * 1000;
const BINARY = '{{binary}}';
const OUTBOX_LIMIT = 1000; // messages; the oldest are dropped first
const MAX_BYTES = 1_048_576; // of one message, and of what waits in the socket
const FIRST_PAUSE_MS = 500;
const LAST_PAUSE_MS = 30_000;

const outbox: string[] = [];
let socket: WebSocket | undefined;
let retry: NodeJS.Timeout | undefined;
let pauseMs = FIRST_PAUSE_MS;
let stopped = false;
let work = Promise.resolve();
const report = (error: Error) => console.error(`error: ${error.message}`);

function connect(): void {
  const token = process.env.TOKEN; // secrets come from the environment
  const headers = token ? { authorization: `Bearer ${token}` } : {};
  const limits = { handshakeTimeout: 10_000, maxPayload: MAX_BYTES };
  const ws = new WebSocket(ENDPOINT, { ...limits, headers });
  socket = ws;
  let alive = true;
  let openedAt = Number.POSITIVE_INFINITY;
  const heartbeat = setInterval(() => {
    if (ws.readyState !== WebSocket.OPEN || ws.isPaused) return;
    if (!alive) return ws.terminate(); // no pong since the last ping
    alive = false;
    ws.ping();
  }, HEARTBEAT_MS);
  ws.on('open', () => {
    openedAt = performance.now();
    console.error('connected');
    flush();
  });
  ws.on('pong', () => { alive = true; });
  ws.on('message', (data, isBinary) => {
    alive = true; // a pong may be behind many messages
    ws.pause(); // while your code is busy, the server has to wait
    const turn = work.then(() => receive(data, isBinary)).catch(report);
    work = turn;
    void turn.then(() => { if (work === turn) ws.resume(); });
  });
  ws.on('error', report);
  ws.on('close', (code) => { // also after every error
    clearInterval(heartbeat);
    console.error(`closed (${code})`);
    if (stopped) return;
    process.exitCode = code === 1008 ? 1 : 0;
    if (code === 1008) return console.error('refused: not trying again');
    const lasted = performance.now() - openedAt > LAST_PAUSE_MS;
    if (lasted) pauseMs = FIRST_PAUSE_MS;
    // Jitter, so that not all clients come back at once.
    retry = setTimeout(connect, pauseMs * (0.5 + Math.random() / 2));
    pauseMs = Math.min(LAST_PAUSE_MS, pauseMs * 2);
  });
}

/** Hands messages to the socket as fast as the server takes them. */
function flush(): void {
  while (socket?.readyState === WebSocket.OPEN) {
    if (outbox.length === 0 || socket.bufferedAmount >= MAX_BYTES) return;
    socket.send(outbox.shift() ?? '', { binary: BINARY }, flush);
  }
}

export function send(message: string): void {
  if (outbox.push(message) > OUTBOX_LIMIT) outbox.shift();
  flush();
}

async function receive(data: WebSocket.RawData, isBinary: boolean) {
  console.log(isBinary ? data : String(data)); // your code here
}

function shutDown(): void {
  stopped = true;
  clearTimeout(retry);
  socket?.close(1000);
  setTimeout(() => process.exit(), 1500).unref(); // ms for the handshake
}

process.once('SIGINT', shutDown).once('SIGTERM', shutDown);
connect();
send(JSON.stringify({ type: 'hello' }));
