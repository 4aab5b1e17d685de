// Long polling client for the browser: each response contains the messages
// after its cursor, and the next request follows immediately. It backs off
// while the server is unavailable. A message whose handler fails is requested
// again, a few times.
const ENDPOINT = '{{endpoint}}';
// The server should respond sooner, even without messages.
const PATIENCE_MS = '{{patience}}' * 1000;
const MAX_CHARS = 1_048_576;
const MAX_TRIES = 6; // of one message
const LEAST_PAUSE_MS = 200; // collects messages of a burst
const FIRST_PAUSE_MS = 1000;
const LAST_PAUSE_MS = 30_000;
const LOG_LIMIT = 200; // lines kept on the page

let after = 0; // number of the last message that was handled
let tries = 0;
let stop;

async function receive(data) {
  show(JSON.stringify(data)); // your code here
}

async function handle({ id, data }) {
  try {
    await receive(data);
  } catch (error) {
    if (++tries < MAX_TRIES) throw error;
    show(`left out: ${id}, ${error}`);
  }
  tries = 0;
  if (Number.isSafeInteger(id)) after = id;
}

/** Returns whether there was anything new. */
async function poll(signal) {
  const url = new URL(ENDPOINT, location.href);
  url.searchParams.set('after', String(after));
  // Cookies are the only credentials that need no second request (CORS).
  const options = { signal, credentials: 'include', cache: 'no-store' };
  // With a cache, a second tab would wait for the response to the first.
  const response = await fetch(url, options);
  const type = response.headers.get('content-type') ?? 'no content type';
  if (response.status !== 200 || !type.startsWith('application/json')) {
    await response.body?.cancel();
    throw new Error(`refused: ${response.status}, ${type}`);
  }
  let text = '';
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += part.value;
    if (text.length > MAX_CHARS) {
      await reader.cancel();
      throw new Error('answer too large');
    }
  }
  const before = after;
  const answer = JSON.parse(text);
  for (const message of answer.messages) await handle(message);
  if (Number.isSafeInteger(answer.after)) after = answer.after;
  return after !== before;
}

async function run({ signal }) {
  for (let pauseMs = LEAST_PAUSE_MS; !signal.aborted; ) {
    const startedAt = performance.now();
    const signals = [signal, AbortSignal.timeout(PATIENCE_MS)];
    const isNew = await poll(AbortSignal.any(signals)).catch((error) => {
      if (!signal.aborted) show(`error: ${error.message}`);
      return undefined;
    });
    // An immediate empty response: a pause limits the request rate.
    const wasHeld = performance.now() - startedAt > FIRST_PAUSE_MS;
    const isWell = isNew === true || (isNew === false && wasHeld);
    const longerMs = Math.max(FIRST_PAUSE_MS, pauseMs * 2);
    pauseMs = isWell ? LEAST_PAUSE_MS : Math.min(LAST_PAUSE_MS, longerMs);
    // Jitter, so that not all clients reconnect at the same time.
    const delayMs = pauseMs * (0.5 + Math.random() / 2);
    await new Promise((resolve) => setTimeout(resolve, delayMs));
  }
}

function show(text) {
  const log = document.querySelector('#log');
  const line = document.createElement('li');
  line.textContent = text; // not as HTML, so that no markup runs
  log.append(line);
  while (log.children.length > LOG_LIMIT) log.firstElementChild.remove();
}

// Over HTTP/1.1, a browser allows six requests per host: a page that enters the
// page cache must end its request.
addEventListener('pagehide', () => stop.abort());
addEventListener('pageshow', () => {
  stop = new AbortController();
  void run(stop);
});
