// Web Push in the browser: registers the service worker, asks for permission
// after a click, and sends the subscription to the server. Needs https or
// localhost; on an iPhone, the site must be on the home screen.
const SERVER = '{{endpoint}}';

const button = document.querySelector('button');

async function request(path, options) {
  const signal = AbortSignal.timeout(10_000);
  const response = await fetch(SERVER + path, { signal, ...options });
  if (!response.ok) throw new Error(`refused: ${response.status}`);
  return response.text();
}

/** Also for an existing subscription: the server may have lost it. */
async function subscribe() {
  const registration = await navigator.serviceWorker.ready;
  const key = decode(await request('/key'));
  const options = { userVisibleOnly: true, applicationServerKey: key };
  const { pushManager } = registration;
  const subscription = await pushManager.subscribe(options).catch(async () => {
    // The server may have a new key.
    await (await pushManager.getSubscription())?.unsubscribe();
    return pushManager.subscribe(options);
  });
  await request('/subscriptions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(subscription),
  });
  show('subscribed');
}

function decode(base64url) {
  const text = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

function show(text) {
  const line = document.createElement('li');
  line.textContent = text; // not as HTML, so that no markup runs
  document.querySelector('#log').append(line);
}

if ('serviceWorker' in navigator && 'PushManager' in window) {
  await navigator.serviceWorker.register('worker.js');
  // An open page also gets the message.
  navigator.serviceWorker.addEventListener('message', ({ data }) => {
    show(data.body); // your code here
  });
  button.addEventListener('click', async () => {
    button.disabled = true;
    try {
      const permission = await Notification.requestPermission();
      if (permission === 'granted') await subscribe();
      else show('notifications are not allowed');
    } catch (error) {
      show(`failed: ${error.message}`); // a click retries
    }
    button.disabled = false;
  });
} else {
  show('this browser has no Web Push here');
}
