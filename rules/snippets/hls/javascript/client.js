// HLS client for the browser: hls.js plays the video if scripts can supply its
// data; otherwise the browser plays it, as on older iPhones. It retries while
// the stream is unavailable, and keeps what is in the buffer.
import Hls from 'hls.js';

const ENDPOINT = '{{endpoint}}';
const FIRST_PAUSE_MS = 1000;
const LAST_PAUSE_MS = 30_000;
const LAST_HINT_MS = 60_000; // of what the server asks for
const MAX_PLAYLIST_BYTES = 1_000_000;
const MAX_BUFFER_BYTES = 30_000_000; // also of one segment
const MAX_UNCHANGED = 5; // playlists, until the page says so
const LOG_LIMIT = 200; // lines kept on the page
const WORDS = {
  manifestParsingError: 'not a playlist',
  levelParsingError: 'not a playlist',
  levelEmptyError: 'empty playlist',
  fragParsingError: 'not a video',
};
// One try: its own retries have no jitter, and ignore the status 429.
const TRIES = { timeoutRetry: null, errorRetry: null };
const TIMES = { maxTimeToFirstByteMs: 10_000, maxLoadTimeMs: 20_000 };
const ONCE = { default: { ...TIMES, ...TRIES } };

const video = document.querySelector('video');
const tooLarge = new WeakSet(); // requests
let hls;
let retry;
let startedAt;
let pauseMs = FIRST_PAUSE_MS;

function later(load, reason, hintMs = 0) {
  clearTimeout(retry);
  if (performance.now() - startedAt > LAST_PAUSE_MS) pauseMs = FIRST_PAUSE_MS;
  // Jitter, so that not all viewers retry at the same time.
  const jitter = 0.5 + Math.random() / 2;
  const leastMs = Math.min(LAST_HINT_MS, hintMs);
  const delayMs = Math.round(leastMs + pauseMs * jitter);
  show(`error: ${reason}; again in ${delayMs} ms`);
  const again = () => {
    startedAt = performance.now();
    load();
  };
  retry = setTimeout(again, delayMs);
  pauseMs = Math.min(LAST_PAUSE_MS, pauseMs * 2);
}

function describe({ details, response, networkDetails }) {
  if (tooLarge.has(networkDetails)) return `answer too large (${details})`;
  const { code } = response ?? {};
  if (code >= 300) return `refused: ${code} (${details})`;
  const isLoading = /load/i.test(details);
  const why = isLoading ? 'no connection' : 'this browser cannot play it';
  const usual = /timeout$/i.test(details) ? 'no answer in time' : why;
  return `${WORDS[details] ?? usual} (${details})`;
}

/** Also of playlists: nothing else limits them. */
function limit(xhr) {
  xhr.addEventListener('progress', ({ loaded }) => {
    const isVideo = xhr.responseType === 'arraybuffer';
    if (loaded <= (isVideo ? MAX_BUFFER_BYTES : MAX_PLAYLIST_BYTES)) return;
    tooLarge.add(xhr);
    xhr.abort();
  });
}

function playWithScript() {
  hls?.destroy();
  hls = new Hls({
    maxBufferSize: MAX_BUFFER_BYTES,
    backBufferLength: 30,
    manifestLoadPolicy: ONCE,
    playlistLoadPolicy: ONCE,
    fragLoadPolicy: ONCE,
    keyLoadPolicy: ONCE,
    xhrSetup: limit,
  });
  let [last, unchanged] = [-1, 0];
  hls.on(Hls.Events.LEVEL_LOADED, (_, { details }) => {
    unchanged = details.endSN === last ? unchanged + 1 : 0;
    last = details.endSN;
    if (unchanged === MAX_UNCHANGED && details.live)
      show('nothing new from the stream; waiting');
  });
  hls.on(Hls.Events.ERROR, (_, error) => {
    if (!error.fatal) return; // hls.js recovers from these
    const isLoaded = hls.levels.length > 0;
    const isNetwork = error.type === Hls.ErrorTypes.NETWORK_ERROR;
    const hint = error.networkDetails?.getResponseHeader?.('retry-after');
    const load = isLoaded && isNetwork ? () => hls.startLoad() : playWithScript;
    later(load, describe(error), Number(hint) * 1000 || 0);
  });
  hls.loadSource(ENDPOINT);
  hls.attachMedia(video);
}

function playNatively() {
  video.onerror = () => later(playNatively, video.error?.message);
  video.src = ENDPOINT;
  video.load();
}

function show(text) {
  const log = document.querySelector('#log');
  const line = document.createElement('li');
  line.textContent = text; // not as HTML, so that no markup runs
  log.append(line);
  while (log.children.length > LOG_LIMIT) log.firstElementChild.remove();
}

function start() {
  startedAt = performance.now();
  if (Hls.isSupported()) playWithScript();
  else if (video.canPlayType('application/vnd.apple.mpegurl')) playNatively();
  else show('this browser plays no HLS');
}

video.addEventListener('playing', () => show('playing')); // your code here
video.addEventListener('waiting', () => show('waiting for data'));
video.addEventListener('ended', () => show('the stream has ended'));
// A page in the page cache loads nothing.
addEventListener('pagehide', () => {
  clearTimeout(retry);
  hls?.destroy();
  video.removeAttribute('src');
});
addEventListener('pageshow', start);
