// HLS client for the browser: hls.js plays the video if scripts can supply its
// data; otherwise the browser plays it, as on older iPhones. It retries while
// the stream is unavailable.
import Hls from 'hls.js';

const ENDPOINT = '{{endpoint}}';
const FIRST_PAUSE_MS = 1000;
const LAST_PAUSE_MS = 30_000;
const MAX_BUFFER_BYTES = 30_000_000;
const LOG_LIMIT = 200; // lines kept on the page

const video = document.querySelector('video');
let pauseMs = FIRST_PAUSE_MS;

function later(load, reason) {
  // Jitter, so that not all viewers retry at the same time.
  const delayMs = Math.round(pauseMs * (0.5 + Math.random() / 2));
  show(`error: ${reason}; again in ${delayMs} ms`);
  setTimeout(load, delayMs);
  pauseMs = Math.min(LAST_PAUSE_MS, pauseMs * 2);
}

function playWithScript() {
  const limits = { maxBufferSize: MAX_BUFFER_BYTES, backBufferLength: 30 };
  const hls = new Hls(limits);
  hls.on(Hls.Events.ERROR, (_, { fatal, details }) => {
    if (!fatal) return; // hls.js recovers from these
    hls.destroy();
    later(playWithScript, details);
  });
  hls.loadSource(ENDPOINT);
  hls.attachMedia(video);
}

function playNatively() {
  const load = () => {
    video.src = ENDPOINT;
    video.load();
  };
  video.addEventListener('error', () => later(load, video.error?.message));
  load();
}

function show(text) {
  const log = document.querySelector('#log');
  const line = document.createElement('li');
  line.textContent = text; // not as HTML, so that no markup runs
  log.append(line);
  while (log.children.length > LOG_LIMIT) log.firstElementChild.remove();
}

video.addEventListener('playing', () => {
  pauseMs = FIRST_PAUSE_MS;
  show('playing'); // your code here
});
if (Hls.isSupported()) playWithScript();
else if (video.canPlayType('application/vnd.apple.mpegurl')) playNatively();
else show('this browser plays no HLS');
