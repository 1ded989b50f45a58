import type { Level } from '../../../shared/reminder.ts'
import type { Outcome, Ring } from '../ports.ts'

/**
 * A sentence in which the device speaks of itself, or of its store. `link`, `too_old` and `check` go before every reminder,
 * `printer`, `intake` and `answered` after, and the idle ones when nothing else is to be said.
 */
export interface DeviceMessage {
  kind: 'link' | 'too_old' | 'check' | 'printer' | 'intake' | 'answered' | IdleKind
  text: string
  level: Level
  /** The kind of the chime before the words; absent: `notice`. */
  ring?: Ring['kind']
}

/** The sentences of a quiet shop. A reminder interrupts them, and so does what the device has to say of its link. */
export const IDLE_KINDS = ['not_heard', 'still_online'] as const
type IdleKind = (typeof IDLE_KINDS)[number]

export interface WaitingMessage extends DeviceMessage {
  settle(outcome: Outcome): void
}

export interface DeviceMessages {
  /**
   * Queues a message; resolves to the outcome of its speech. A newer message of its kind replaces it (`superseded`).
   */
  add(message: DeviceMessage): Promise<Outcome>
  /** Removes and returns the message of the first of these kinds that has one. */
  take(...kinds: DeviceMessage['kind'][]): WaitingMessage | undefined
  /** Removes the messages of these kinds, with `outcome`. */
  drop(kinds: readonly DeviceMessage['kind'][], outcome: Outcome): void
}

/** Queues device messages for the voice, one of each kind: of two states of the link only the newer is true. */
export function createDeviceMessages(): DeviceMessages {
  const waiting = new Map<DeviceMessage['kind'], WaitingMessage>()

  function take(...kinds: DeviceMessage['kind'][]): WaitingMessage | undefined {
    const kind = kinds.find((k) => waiting.has(k))
    if (kind === undefined) return undefined
    const message = waiting.get(kind)
    waiting.delete(kind)
    return message
  }

  return {
    add: (message) =>
      new Promise((settle) => {
        take(message.kind)?.settle('superseded')
        waiting.set(message.kind, { ...message, settle })
      }),
    take,
    drop: (kinds, outcome) => {
      for (const kind of kinds) take(kind)?.settle(outcome)
    },
  }
}
