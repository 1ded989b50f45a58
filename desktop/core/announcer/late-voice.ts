import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
import type { Outcome } from '../ports.ts'
import type { ReminderSource } from './reminder-source.ts'

export interface LateVoice {
  /** Notes how the speech about these reminders went. */
  spoken(reminders: readonly ReminderFrame[], speech: Outcome): void
  /** A voice of the language has come. */
  came(): void
  /** The next reminder to tell because a voice has come: still open, and never told at this device. */
  next(): ReminderFrame | undefined
}

/** Keeps what could not be said for want of a voice, until one comes: a browser may load its voices minutes later. */
export function createLateVoice(source: Pick<ReminderSource, 'announcedOpen' | 'told'>): LateVoice {
  /** Reminder ids. */
  const missed = new Set<string>()
  const due = new Set<string>()

  return {
    spoken(reminders, speech) {
      for (const { id } of reminders) {
        if (speech === 'no_voice') missed.add(id)
        else missed.delete(id)
      }
    },
    came() {
      for (const id of missed) due.add(id)
      missed.clear()
    },
    next() {
      const open = source.announcedOpen()
      for (const id of due) {
        due.delete(id)
        const reminder = open.find((one) => one.id === id)
        if (reminder !== undefined && !source.told(id)) return reminder
      }
      return undefined
    },
  }
}
