// Server-Sent Events client for the browser. EventSource resumes by itself,
// but not after an HTTP error.
const ENDPOINT = '{{endpoint}}';
const EVENT = '{{event}}';
const LOG_LIMIT = 200; // lines kept on the page

let source;
let failures = 0;

function connect() {
  // Cookies are the only credentials that it can send.
  source = new EventSource(ENDPOINT, { withCredentials: true });
  source.addEventListener('open', () => show('connected'));
  source.addEventListener(EVENT, ({ data }) => {
    failures = 0;
    receive(data);
  });
  source.addEventListener('error', () => {
    const retries = source.readyState === EventSource.CONNECTING;
    if (retries) return show('connection lost'); // the browser is at it
    const ceilingMs = Math.min(30_000, 1000 * 2 ** failures++);
    // Jitter, so that not all clients come back at once.
    const delayMs = ceilingMs * (0.5 + Math.random() / 2);
    show(`refused; again in ${Math.round(delayMs)} ms`);
    setTimeout(connect, delayMs);
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
addEventListener('pagehide', () => source.close());
addEventListener('pageshow', ({ persisted }) => persisted && connect());
connect();
