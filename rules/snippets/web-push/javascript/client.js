// Web Push in the browser: registers the service worker, asks for permission
// after a click, and subscribes. Needs https or localhost; on an iPhone, the
// site must be on the home screen.
const LOG_LIMIT = 200; // lines kept on the page

const button = document.querySelector('button');

/** A missing file, or a server that is away, comes out here. */
async function register() {
  await navigator.serviceWorker.register('worker.js').catch((error) => {
    throw new Error(`no service worker: ${error.message}`);
  });
  return navigator.serviceWorker.ready;
}

async function start() {
  button.disabled = true;
  try {
    await subscribe(register, Number.POSITIVE_INFINITY, show);
    show('subscribed');
  } catch (error) {
    show(`failed: ${error.message}`); // a click retries
  }
  button.disabled = false;
}

function show(text) {
  const log = document.querySelector('#log');
  const line = document.createElement('li');
  line.textContent = text; // not as HTML, so that no markup runs
  log.append(line);
  while (log.children.length > LOG_LIMIT) log.firstElementChild.remove();
}

if ('serviceWorker' in navigator && 'PushManager' in window) {
  // An open page also gets the message.
  navigator.serviceWorker.addEventListener('message', ({ data }) => {
    show(data.body); // your code here
  });
  button.addEventListener('click', async () => {
    const permission = await Notification.requestPermission();
    if (permission === 'granted') return start();
    show('not allowed: allow notifications in the settings of this site');
  });
  // The server or the push service may have lost the subscription.
  if (Notification.permission === 'granted') void start();
} else {
  show('this browser has no Web Push here');
}
