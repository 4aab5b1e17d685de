// Server-Sent Events client for the browser. EventSource resumes automatically,
// but not after an HTTP error.
const ENDPOINT = '{{endpoint}}';
const EVENT = '{{event}}';
const FIRST_PAUSE_MS = 1000;
const LAST_PAUSE_MS = 30_000;
const LOG_LIMIT = 200; // lines kept on the page

let source;
let retry;
let pauseMs = FIRST_PAUSE_MS;

function connect() {
  // Cookies are the only credentials that it can send.
  source = new EventSource(ENDPOINT, { withCredentials: true });
  let openedAt;
  let hasty = 0; // consecutive short connections
  source.addEventListener('open', () => {
    openedAt = performance.now();
    show('connected');
  });
  source.addEventListener(EVENT, ({ data }) => receive(data));
  source.addEventListener('error', () => {
    const lastedMs = openedAt === undefined ? 0 : performance.now() - openedAt;
    if (lastedMs > LAST_PAUSE_MS) pauseMs = FIRST_PAUSE_MS;
    if (lastedMs > FIRST_PAUSE_MS) hasty = 0;
    else if (openedAt !== undefined) hasty++;
    openedAt = undefined;
    const retries = source.readyState === EventSource.CONNECTING;
    // The browser resumes automatically, after the pause that the server sets.
    if (retries && hasty < 3) return show('connection lost');
    // But not after a refusal, and without limit if the pause is 0. A new
    // EventSource has no last event id.
    source.close();
    // Jitter, so that not all clients reconnect at the same time.
    const delayMs = pauseMs * (0.5 + Math.random() / 2);
    show(`refused; again in ${Math.round(delayMs)} ms`);
    retry = setTimeout(connect, delayMs);
    pauseMs = Math.min(LAST_PAUSE_MS, pauseMs * 2);
  });
}

function receive(data) {
  show(data); // your code here
}

function show(text) {
  const log = document.querySelector('#log');
  const line = document.createElement('li');
  line.textContent = text; // not as HTML, so that no markup runs
  log.append(line);
  while (log.children.length > LOG_LIMIT) log.firstElementChild.remove();
}

// Over HTTP/1.1, a browser allows six streams per host: a page that enters the
// page cache must close its stream.
addEventListener('pagehide', () => {
  clearTimeout(retry);
  source.close();
});
addEventListener('pageshow', ({ persisted }) => persisted && connect());
connect();
