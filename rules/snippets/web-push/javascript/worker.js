// Service worker: runs when a push arrives, even if no page is open.
importScripts('subscribe.js');

// Also pages that were loaded before this worker.
const PAGES = { type: 'window', includeUncontrolled: true };

self.addEventListener('push', (event) => {
  // Browsers revoke the permission of sites that show nothing.
  event.waitUntil(show(event.data?.text() ?? ''));
});

/** Of a message that is not as expected, only what is text. */
function read(text) {
  let message;
  try {
    message = JSON.parse(text);
  } catch {
    // shown without its content
  }
  const textOf = (value) => (typeof value === 'string' ? value : '');
  return [textOf(message?.title) || 'News', textOf(message?.body)];
}

async function show(text) {
  const [title, body] = read(text);
  const pages = await self.clients.matchAll(PAGES);
  for (const page of pages) page.postMessage({ title, body });
  // The same tag: a newer one replaces it.
  await self.registration.showNotification(title, { body, tag: 'state' });
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open());
});

async function open() {
  const [page] = await self.clients.matchAll(PAGES);
  await (page ? page.focus() : self.clients.openWindow('./'));
}

// The push service has ended the subscription. The browser gives a worker only
// a few minutes; the page subscribes again when it is opened.
self.addEventListener('pushsubscriptionchange', (event) => {
  event.waitUntil(subscribe(async () => self.registration, 5, console.warn));
});
