// Server-Sent Events client for the browser. EventSource resumes by itself, but not after an HTTP error.
const ENDPOINT = '{{endpoint}}';
const EVENT = '{{event}}';
const LOG_LIMIT = 200; // lines kept on the page

let source;
let failures = 0;

function connect() {
  source = new EventSource(ENDPOINT, { withCredentials: true }); // cookies are the only credentials it can send
  source.addEventListener('open', () => show('connected'));
  source.addEventListener(EVENT, ({ data }) => {
    failures = 0;
    receive(data);
  });
  source.addEventListener('error', () => {
    if (source.readyState === EventSource.CONNECTING) return show('connection lost'); // the browser is at it
    const ceilingMs = Math.min(30_000, 1000 * 2 ** failures++);
    const delayMs = ceilingMs / 2 + Math.random() * (ceilingMs / 2); // jitter: not all clients at once
    show(`refused; again in ${Math.round(delayMs)} ms`);
    setTimeout(connect, delayMs);
  });
}

function receive(data) {
  show(data); // your code here
}

function show(text) {
  const log = document.querySelector('#log');
  log.append(Object.assign(document.createElement('li'), { textContent: text })); // text, so that no markup runs
  while (log.children.length > LOG_LIMIT) log.firstElementChild.remove();
}

// Over HTTP/1.1 a browser allows six streams per host: a page that goes into its cache must let go of its own.
addEventListener('pagehide', () => source.close());
addEventListener('pageshow', ({ persisted }) => persisted && connect());
connect();
