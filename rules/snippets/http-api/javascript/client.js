// HTTP client for the browser: an attempt has a timeout, a call has a deadline;
// temporary errors are retried with increasing pauses. The idempotency key
// stays the same, so the server acts only once.
const ENDPOINT = '{{endpoint}}';
const TIMEOUT_MS = '{{timeout}}' * 1000; // of one attempt
const DEADLINE_MS = '{{deadline}}' * 1000; // of a call with all its attempts
const FIRST_PAUSE_MS = 500;
const LAST_PAUSE_MS = 15_000;
const MAX_CHARS = 1_048_576; // of an answer
const LOG_LIMIT = 200; // lines kept on the page
// 409: the first attempt is still in progress.
const PASSING = new Set([408, 409, 425, 429, 500, 502, 503, 504]);

class Refused extends Error {}

async function read(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += part.value;
    if (text.length > MAX_CHARS) {
      await reader.cancel();
      throw new Error('answer too large');
    }
  }
  return text;
}

async function attempt(body, key) {
  const headers = {
    'content-type': 'application/json',
    'idempotency-key': key,
  };
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  // Add "credentials: 'include'" to send cookies.
  const options = { method: 'POST', headers, body, signal };
  const response = await fetch(ENDPOINT, options);
  const type = response.headers.get('content-type');
  if (response.ok && type?.startsWith('application/json'))
    return JSON.parse(await read(response.body));
  await response.body?.cancel();
  const text = `refused: ${response.status}, ${type}`;
  if (!PASSING.has(response.status)) throw new Refused(text);
  // Of another origin, the server has to expose this header.
  const hintMs = Number(response.headers.get('retry-after')) * 1000 || 0;
  throw Object.assign(new Error(text), { hintMs });
}

/**
 * @throws Refused, or another error after which it may have worked: with the
 * same key you can call again
 */
async function send(order, key) {
  const body = JSON.stringify(order);
  const endMs = performance.now() + DEADLINE_MS;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs *= 2) {
    try {
      return await attempt(body, key);
    } catch (error) {
      // Jitter, so that not all clients reconnect at the same time.
      const jitter = 0.5 + Math.random() / 2;
      const ownMs = jitter * Math.min(LAST_PAUSE_MS, pauseMs);
      const delayMs = Math.max(error.hintMs ?? 0, ownMs);
      const isFinal = error instanceof Refused || error instanceof SyntaxError;
      if (isFinal || performance.now() + delayMs > endMs) throw error;
      show(`${error.message}; again in ${Math.round(delayMs)} ms`);
      await new Promise((resolve) => setTimeout(resolve, delayMs));
    }
  }
}

function show(text) {
  const log = document.querySelector('#log');
  const line = document.createElement('li');
  line.textContent = text; // not as HTML, so that no markup runs
  log.append(line);
  while (log.children.length > LOG_LIMIT) log.firstElementChild.remove();
}

const button = document.querySelector('button');
// randomUUID() exists only on https and localhost.
let key = crypto.randomUUID();
button.addEventListener('click', async () => {
  button.disabled = true;
  try {
    show(JSON.stringify(await send({ amount: 1 }, key))); // your code here
    key = crypto.randomUUID(); // for the next order
  } catch (error) {
    show(`failed: ${error.message}`); // a click retries it
    if (error instanceof Refused) key = crypto.randomUUID(); // nothing was done
  }
  button.disabled = false;
});
