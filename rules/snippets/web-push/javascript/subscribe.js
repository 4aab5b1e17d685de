// Subscribes at the browser's push service, and sends the subscription to the
// server, again and again until both have taken it. The page and the service
// worker use it.
const SERVER = '{{endpoint}}';
const PATIENCE_MS = 10_000; // of one step
const FIRST_PAUSE_MS = 1000;
const LAST_PAUSE_MS = 30_000;
const LAST_HINT_MS = 60_000; // of what the server asks for

class Refused extends Error {}

/** The result of a step, which may otherwise never end. */
function soon(step) {
  const late = new Promise((_, reject) => {
    setTimeout(() => reject(new Error('no answer in time')), PATIENCE_MS);
  });
  return Promise.race([step, late]);
}

/** Returns the first part of the response, which is enough for a key. */
async function request(path, options) {
  const unreachable = () => {
    throw new Error('the server is not reachable');
  };
  const stop = new AbortController();
  const late = setTimeout(() => stop.abort(), PATIENCE_MS);
  const all = { signal: stop.signal, cache: 'no-store', ...options };
  const response = await fetch(SERVER + path, all).catch(unreachable);
  const { ok, status, headers, body } = response;
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
  const part = await reader?.read().catch(unreachable);
  clearTimeout(late);
  stop.abort(); // the rest, which may be endless
  if (ok) return part?.value ?? '';
  const isForGood = status < 500 && ![408, 425, 429].includes(status);
  const error = new (isForGood ? Refused : Error)(`server refused: ${status}`);
  error.hintMs = Number(headers.get('retry-after')) * 1000 || 0;
  throw error;
}

async function subscribeOnce({ pushManager }) {
  const key = (await request('/key')).trim();
  if (!/^[\w-]{87}$/.test(key)) throw new Error('the server has no key');
  const base64 = key.replaceAll('-', '+').replaceAll('_', '/');
  const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  const options = { userVisibleOnly: true, applicationServerKey: bytes };
  let subscription;
  try {
    subscription = await soon(pushManager.subscribe(options));
  } catch (error) {
    // The server has a new key. The next try uses it.
    if (error.name === 'InvalidStateError')
      await (await pushManager.getSubscription())?.unsubscribe();
    const Kind = error.name === 'NotAllowedError' ? Refused : Error;
    throw new Kind(`push service: ${error.message}`);
  }
  // Also an existing subscription: the server may have lost it.
  await request('/subscriptions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(subscription),
  });
}

/** @param register returns the registration of the service worker */
async function subscribe(register, maxTries, report) {
  for (let tries = 1, pauseMs = FIRST_PAUSE_MS; ; tries++) {
    try {
      return await subscribeOnce(await soon(register()));
    } catch (error) {
      if (error instanceof Refused || tries >= maxTries) throw error;
      // Jitter, so that not all browsers retry at the same time.
      const jitterMs = pauseMs * (0.5 + Math.random() / 2);
      const hintMs = Math.min(LAST_HINT_MS, error.hintMs ?? 0);
      const delayMs = Math.round(hintMs + jitterMs);
      report(`error: ${error.message}; again in ${delayMs} ms`);
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      pauseMs = Math.min(LAST_PAUSE_MS, pauseMs * 2);
    }
  }
}
