// Client of Server-Sent Events in response to POST, which EventSource cannot
// send. After a loss, it requests the events after the last event, with the
// same idempotency key; "done" ends the response.
const ENDPOINT = '{{endpoint}}';
// The server should send a comment more often than this.
const SILENCE_MS = '{{silence}}' * 1000;
const MAX_EVENT_CHARS = 1_048_576;
const MAX_TRIES = 10; // without an event in between
const LAST_PAUSE_MS = 30_000;
const LOG_LIMIT = 200; // lines kept on the page
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);

class Refused extends Error {}

/** Waits for a part of a response, or ends its request after too long. */
async function soon(promise, stop) {
  const silence = new Error(`nothing for ${SILENCE_MS / 1000} s`);
  const late = setTimeout(() => stop.abort(silence), SILENCE_MS);
  return promise.finally(() => clearTimeout(late));
}

/** Lines may end with CR, LF or both, and anywhere between two chunks. */
async function* split(reader, stop) {
  let [pending, endedWithCr] = ['', false];
  for (;;) {
    const { done, value: text } = await soon(reader.read(), stop);
    if (done) throw new Error('stream ended early');
    const rest = endedWithCr && text.startsWith('\n') ? text.slice(1) : text;
    endedWithCr = text.endsWith('\r');
    const lines = rest.split(/\r\n|\n|\r/); // searches no chunk twice
    lines[0] = pending + lines[0];
    pending = lines.pop();
    yield* lines;
    if (pending.length > MAX_EVENT_CHARS) throw new Error('line too long');
  }
}

/** Complete events, as the HTML standard defines them. */
async function* read(lines) {
  let [event, data, id] = ['', '', ''];
  for await (const line of lines) {
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line);
    if (line === '') {
      const name = event || 'message';
      if (data) yield { event: name, id, data: data.slice(0, -1) };
      [event, data] = ['', ''];
    } else if (field === 'event') event = value;
    else if (field === 'data') data += `${value}\n`;
    else if (field === 'id' && /^[ -~]{0,1024}$/.test(value)) id = value;
    if (data.length > MAX_EVENT_CHARS) throw new Error('event too large');
  }
}

/** One connection, to the end of the response. */
async function follow(body, place, stop) {
  const headers = {
    'content-type': 'application/json',
    'idempotency-key': place.key,
  };
  if (place.lastId) headers['last-event-id'] = place.lastId;
  // Add "credentials: 'include'" to send cookies to another origin.
  const options = { method: 'POST', headers, body, signal: stop.signal };
  const response = await soon(fetch(ENDPOINT, options), stop);
  const type = response.headers.get('content-type') ?? 'no content type';
  if (response.status !== 200 || !type.startsWith('text/event-stream')) {
    const text = `refused: ${response.status}, ${type}`;
    throw PASSING.has(response.status) ? new Error(text) : new Refused(text);
  }
  const text = response.body.pipeThrough(new TextDecoderStream());
  for await (const one of read(split(text.getReader(), stop))) {
    if (one.event === 'done') return;
    if (one.event === 'failed') throw new Refused('the server failed');
    if (one.event === 'message') receive(one.data);
    if (one.id) place.lastId = one.id;
  }
}

/** If it fails, the event comes again. */
function receive(data) {
  show(data); // your code here
}

async function ask(question) {
  // randomUUID() exists only on https and localhost.
  const place = { key: crypto.randomUUID(), lastId: '' };
  for (let tries = 0, pauseMs = 500; ; tries++, pauseMs *= 2) {
    const before = place.lastId;
    const stop = new AbortController();
    const end = () => stop.abort(new Error('ended by this page'));
    // A page that enters the page cache must end its request. It asks for the
    // rest when its user comes back.
    addEventListener('pagehide', end, { signal: stop.signal });
    try {
      // The end comes before the pause: a browser would read on, to 64 MB.
      const body = JSON.stringify(question);
      return await follow(body, place, stop).finally(end);
    } catch (error) {
      if (error instanceof Refused) throw error;
      if (place.lastId !== before) tries = 0; // but the pause still grows
      if (tries >= MAX_TRIES) throw error;
      // Jitter, so that not all clients reconnect at the same time.
      const jitter = 0.5 + Math.random() / 2;
      const delayMs = jitter * Math.min(LAST_PAUSE_MS, pauseMs);
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
button.addEventListener('click', async () => {
  button.disabled = true;
  await ask({ question: 'What time is it?' })
    .then(() => show('answered'))
    .catch((error) => show(`failed: ${error.message}`));
  button.disabled = false;
});
