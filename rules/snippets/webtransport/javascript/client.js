// WebTransport client for the browser, with WebSocket if UDP is blocked or the
// browser has no WebTransport. Values may be lost, and the newest counts;
// messages arrive while the connection lasts, in any order.
const ENDPOINT = '{{endpoint}}';
const FALLBACK = '{{fallback}}'; // a WebSocket of the same server
const HASH = '{{hash}}'; // of a certificate that browsers do not trust
const PATIENCE_MS = 3000; // for a network that drops UDP
const MAX_MESSAGE_BYTES = 65_536;
const FIRST_PAUSE_MS = 500;
const LAST_PAUSE_MS = 30_000;
const MAX_BACKLOG_BYTES = 1_048_576;
const LOG_LIMIT = 200; // lines kept on the page

let line; // the open connection: { sendValue, sendMessage }
let pauseMs = FIRST_PAUSE_MS;

/** Resolves when the session ends; throws if it cannot be opened. */
async function useWebTransport() {
  const value = Uint8Array.from(HASH.match(/../g) ?? [], (two) => `0x${two}`);
  const serverCertificateHashes = [{ algorithm: 'sha-256', value }];
  const options = HASH === '' ? {} : { serverCertificateHashes };
  const transport = new WebTransport(ENDPOINT, options);
  transport.closed.catch(() => undefined); // it is awaited below
  const timer = setTimeout(() => transport.close(), PATIENCE_MS);
  await transport.ready.finally(() => clearTimeout(timer));
  // Values that have waited longer are not sent.
  transport.datagrams.outgoingMaxAge = 200; // ms
  const { writable } = transport.datagrams;
  const values = writable.getWriter();
  const sendValue = (text) => values.write(new TextEncoder().encode(text));
  const sendMessage = async (text) => {
    const stream = await transport.createUnidirectionalStream();
    const writer = stream.getWriter();
    await writer.write(new TextEncoder().encode(text));
    await writer.close();
  };
  begin('WebTransport', { sendValue, sendMessage });
  const readers = [readValues(transport), readMessages(transport)];
  await Promise.allSettled([transport.closed, ...readers]);
}

async function* each(readable) {
  const reader = readable.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read())
    yield part.value;
}

async function readValues(transport) {
  for await (const bytes of each(transport.datagrams.readable))
    receive('value', new TextDecoder().decode(bytes));
}

async function readMessages(transport) {
  for await (const stream of each(transport.incomingUnidirectionalStreams))
    void readMessage(stream).catch((error) => show(`lost: ${error.message}`));
}

async function readMessage(stream) {
  let text = '';
  for await (const part of each(stream.pipeThrough(new TextDecoderStream()))) {
    text += part;
    if (text.length > MAX_MESSAGE_BYTES) throw new Error('message too large');
  }
  receive('message', text);
}

async function useWebSocket() {
  const socket = new WebSocket(FALLBACK);
  socket.binaryType = 'arraybuffer';
  const over = new Promise((resolve) => {
    socket.addEventListener('close', resolve);
  });
  socket.addEventListener('message', ({ data }) => {
    if (typeof data === 'string') receive('message', data);
    else receive('value', new TextDecoder().decode(data));
  });
  socket.addEventListener('open', () => {
    const isFree = () => socket.bufferedAmount === 0;
    const sendValue = (text) =>
      isFree() && socket.send(new TextEncoder().encode(text));
    const sendMessage = (text) => {
      if (socket.bufferedAmount > MAX_BACKLOG_BYTES) socket.close();
      else socket.send(text);
    };
    begin('WebSocket', { sendValue, sendMessage });
  });
  await over;
}

function begin(name, sends) {
  line = sends;
  show(`connected by ${name}`);
  void line.sendMessage('hello'); // your code here
}

function receive(kind, text) {
  show(`${kind}: ${text}`); // your code here
}

async function run() {
  for (;;) {
    const begunAt = performance.now();
    try {
      await useWebTransport();
    } catch (error) {
      show(`no WebTransport: ${error.message}`);
      await useWebSocket();
    }
    line = undefined;
    if (performance.now() - begunAt > LAST_PAUSE_MS) pauseMs = FIRST_PAUSE_MS;
    // Jitter, so that not all clients reconnect at the same time.
    const delayMs = Math.round(pauseMs * (0.5 + Math.random() / 2));
    show(`closed; again in ${delayMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    pauseMs = Math.min(LAST_PAUSE_MS, pauseMs * 2);
  }
}

function show(text) {
  const log = document.querySelector('#log');
  const entry = document.createElement('li');
  entry.textContent = text; // not as HTML, so that no markup runs
  log.append(entry);
  while (log.children.length > LOG_LIMIT) log.firstElementChild.remove();
}

document.addEventListener('pointermove', ({ clientX, clientY }) => {
  void line?.sendValue(`${clientX} ${clientY}`); // your code here
});
void run();
