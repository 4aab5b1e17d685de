// Service worker: runs when a push arrives, even if no page is open.
// Also pages that were loaded before this worker.
const PAGES = { type: 'window', includeUncontrolled: true };

self.addEventListener('push', (event) => {
  // Browsers revoke the permission of sites that show nothing.
  event.waitUntil(show(event.data?.text() ?? ''));
});

async function show(text) {
  let message = {};
  try {
    message = JSON.parse(text) ?? {};
  } catch {
    // A message that is not JSON is shown without its content.
  }
  const title = String(message.title ?? 'News');
  const body = String(message.body ?? '');
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
