import type { Logger } from '../ports.ts'
import type { Bell, BellEvent } from './bell-contract.ts'

/** Makes the events of a bell: what is emitted reaches every listener, also behind one that throws, which is logged. */
export function createBellEvents(log: Logger): { emit(event: BellEvent): void } & Pick<Bell, 'subscribe'> {
  const listeners = new Set<(event: BellEvent) => void>()
  return {
    emit(event) {
      for (const listener of listeners) {
        try {
          listener(event)
        } catch (error) {
          log.error('a listener failed', { type: event.type, error: String(error) })
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
