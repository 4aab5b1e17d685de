// Server-Sent Events client for the browser. EventSource resumes by itself,
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
  let hasty = 0; // connections in a row that ended at once
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
    // The browser resumes by itself, after the pause that the server asks for.
    if (retries && hasty < 3) return show('connection lost');
    // Not where the server refuses, and without end where that pause is 0. A
    // new EventSource knows no last event id.
    source.close();
    // Jitter, so that not all clients come back at once.
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

// Over HTTP/1.1 a browser allows six streams per host: a page that goes into
// its cache must let go of its own.
addEventListener('pagehide', () => {
  clearTimeout(retry);
  source.close();
});
addEventListener('pageshow', ({ persisted }) => persisted && connect());
connect();
