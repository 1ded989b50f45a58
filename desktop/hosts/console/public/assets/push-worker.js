// Shows what the server tells this browser while no page of it is open, and opens the message's link (docs/attention.md).

self.addEventListener('push', (event) => {
  const { id, title, body, link } = event.data?.json() ?? {}
  const shown = { body, tag: id, data: { link }, requireInteraction: true }
  event.waitUntil(self.registration.showNotification(title ?? '来单 Laidan', shown))
})

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  const link = event.notification.data?.link ?? new URL('../', self.location.href).href
  event.waitUntil(self.clients.openWindow(link))
})
