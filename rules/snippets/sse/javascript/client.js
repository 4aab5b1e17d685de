// Server-Sent Events client for the browser. EventSource resumes automatically,
// but not after an HTTP error. It limits no event, and does not show comments:
// it notices a dead connection only when the network reports it.
const ENDPOINT = '{{endpoint}}';
const EVENT = '{{event}}';
const FIRST_PAUSE_MS = 1000;
const LAST_PAUSE_MS = 30_000;
const MAX_RESUMES = 10; // attempts of the browser, which have no backoff
const LOG_LIMIT = 200; // lines kept on the page

let source;
let retry;
let pauseMs = FIRST_PAUSE_MS;
let resumes = MAX_RESUMES;

function connect() {
  // Cookies are the only credentials that it can send.
  source = new EventSource(ENDPOINT, { withCredentials: true });
  let openedAt;
  source.addEventListener('open', () => {
    clearTimeout(retry);
    openedAt = performance.now();
    show('connected');
  });
  source.addEventListener(EVENT, ({ data }) => receive(data));
  source.addEventListener('error', () => {
    clearTimeout(retry);
    const wasOpen = openedAt !== undefined;
    if (wasOpen && performance.now() - openedAt > LAST_PAUSE_MS) {
      pauseMs = FIRST_PAUSE_MS;
      resumes = MAX_RESUMES;
    }
    resumes -= wasOpen ? MAX_RESUMES / 2 : 1; // twice if it closes at once
    openedAt = undefined;
    // The browser resumes after the pause that the server sets, even if that is
    // no pause, or a year.
    if (source.readyState === EventSource.CONNECTING && resumes > 0) {
      show('connection lost');
      retry = setTimeout(reconnect, LAST_PAUSE_MS);
      return;
    }
    source.close();
    // Jitter, so that not all clients reconnect at the same time.
    const delayMs = pauseMs * (0.5 + Math.random() / 2);
    show(`refused; again in ${Math.round(delayMs)} ms`);
    retry = setTimeout(connect, delayMs);
    pauseMs = Math.min(LAST_PAUSE_MS, pauseMs * 2);
  });
}

/** A new EventSource has no last event id. */
function reconnect() {
  source.close();
  connect();
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
