import type { ClaimedFrame, ClosedFrame, PassedEntry, ReminderFrame } from '../../../../shared/protocol/frames.ts'
import type { BellState, OpenReminder, ReminderEnd } from './reminder.ts'

/** A state after a change, and the reminders that ended with it. */
export interface Change {
  state: BellState
  ended: { reminder: OpenReminder; end: ReminderEnd }[]
}

/** An entry of the log. */
export type Entry = ReminderFrame | ClosedFrame | ClaimedFrame | PassedEntry

/** Applies the entry that follows on the state's position. */
export function takeEntry(state: BellState, entry: Entry): Change {
  const at = { seq: entry.seq, cursor: entry.cursor }
  if ('passed' in entry)
    return { state: { ...state, ...at, ...(entry.passed === 'unreadable' && { tooOld: true }) }, ended: [] }
  if ('type' in entry) return { state: { ...state, ...at, open: withReminder(state.open, entry) }, ended: [] }
  if (entry.op === 'claimed') return { state: { ...state, ...at }, ended: [] }
  const { id, state: how, by, at: when } = entry
  const end = { state: how, by, at: when }
  return {
    state: { ...state, ...at, open: state.open.filter((one) => one.id !== id) },
    ended: state.open.filter((one) => one.id === id).map((reminder) => ({ reminder, end })),
  }
}

/** Replaces everything by a whole snapshot; what it does not hold has ended. `unread`: a part of it could not be read. */
export function takeSnapshot(
  state: BellState,
  snapshot: { seq: number; cursor: string; open: readonly ReminderFrame[]; unread: boolean },
): Change {
  const { seq, cursor, unread } = snapshot
  const open = snapshot.open.map((frame) => opened(frame, find(state.open, frame.id)))
  return {
    state: { seq, cursor, open, ...(unread && { tooOld: true }) },
    ended: state.open
      .filter(({ id }) => find(open, id) === undefined)
      .map((reminder) => ({ reminder, end: { state: 'gone' } })),
  }
}

/** Notes that a reminder was announced at `n`. */
export function noteRung(state: BellState, id: string, n: number): BellState {
  const open = state.open.map((one) => (one.id === id ? { ...one, rung: Math.max(one.rung, Math.min(n, one.n)) } : one))
  return { ...state, open }
}

function find(open: readonly OpenReminder[], id: string): OpenReminder | undefined {
  return open.find((one) => one.id === id)
}

function withReminder(open: readonly OpenReminder[], frame: ReminderFrame): OpenReminder[] {
  const known = find(open, frame.id)
  const reminder = opened(frame, known)
  return known === undefined ? [...open, reminder] : open.map((one) => (one === known ? reminder : one))
}

/** Without an `n` that can be read, each entry rings. A restored server counts from below again. */
function opened({ seq: _, cursor: _cursor, ...frame }: ReminderFrame, known: OpenReminder | undefined): OpenReminder {
  const rung = known?.rung ?? 0
  const n = frame.n > 0 ? frame.n : rung + 1
  return { ...frame, n, rung: Math.min(rung, n) }
}
