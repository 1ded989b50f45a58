import type { OpenReminder, Outcome, Reminder } from './reminder.ts'

/** Announces one reminder after the other. */
export interface Ringer {
  /** Rings for what is due, unless it rings already. */
  look(): void
  /** Ends the sound for a reminder that has ended. */
  ended(id: string): void
  /** Ends every sound. */
  stop(): void
}

/**
 * Makes the announcer of a bell: each (`id`, `n`) once, in the order of the reminders, and noted after the sound, so that a
 * crash in between repeats one announcement and loses none.
 */
export function createRinger(deps: {
  /** The open reminders; empty while announcements are held back. */
  due(): readonly OpenReminder[]
  ring(reminder: Reminder, signal: AbortSignal): Outcome | Promise<Outcome>
  rung(reminder: OpenReminder, outcome: Outcome): void
  fault(error: unknown): void
}): Ringer {
  let ringing: { id: string; stop: AbortController } | undefined
  let stopped = false

  async function work(): Promise<void> {
    for (;;) {
      const next = stopped ? undefined : deps.due().find(({ rung, n }) => rung < n)
      if (next === undefined) return
      const stop = new AbortController()
      ringing = { id: next.id, stop }
      const outcome = await ringFor(next, stop.signal)
      ringing = undefined
      if (!stopped) deps.rung(next, outcome)
    }
  }

  async function ringFor(reminder: OpenReminder, signal: AbortSignal): Promise<Outcome> {
    try {
      return await deps.ring(reminder, signal)
    } catch (error) {
      deps.fault(error)
      return FAILED
    }
  }

  return {
    look() {
      if (ringing === undefined) void work()
    },
    ended(id) {
      if (ringing?.id === id) ringing.stop.abort()
    },
    stop() {
      stopped = true
      ringing?.stop.abort()
    },
  }
}

const FAILED: Outcome = { speech: 'none', notification: 'none', dialog: 'failed' }
