import type { EventEmitter } from 'node:events'
import { type MessageBus, sessionBus } from '@jellybrick/dbus-next'

export type SessionBus = ReturnType<typeof createSessionBus>

/** Makes the session bus, connected at its first use. */
export function createSessionBus() {
  let connected: Promise<MessageBus> | undefined
  function get(): Promise<MessageBus> {
    connected ??= new Promise((resolve, reject) => {
      const bus = sessionBus()
      const events: EventEmitter = bus
      events.on('error', reject)
      events.on('connect', () => resolve(bus))
    })
    return connected
  }
  return {
    get,
    async close() {
      if (connected !== undefined) (await connected.catch(() => undefined))?.disconnect()
    },
  }
}
