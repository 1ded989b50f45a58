import type { Clock } from '../../../shared/clock.ts'
import type {
  AnnouncedOutcome,
  ClientFrame,
  ClosedFrame,
  IntakeFrame,
  PassedEntry,
  ReminderFrame,
  SnapshotFrame,
  WelcomeFrame,
} from '../../../shared/protocol/frames.ts'
import { loadState } from '../load-state.ts'
import type { Logger, StateFile } from '../ports.ts'
import { createStateWriter } from '../state-writer.ts'
import { createCatchUpGate } from './catch-up-gate.ts'
import {
  announcedOpen,
  applyEntry,
  applySnapshot,
  EMPTY_INBOX,
  find,
  type InboxState,
  inboxStateSchema,
  type LogEntry,
  noteAnnounced,
  noteReceipt,
  noteTold,
  type OpenReminder,
  unannounced,
} from './inbox-state.ts'
import { createSnapshotParts } from './snapshot-parts.ts'

/**
 * The verdict on a frame. `gap`: entries before it are missing, so it was not applied. `bad`: snapshot parts do not
 * fit.
 */
export type Verdict = 'applied' | 'duplicate' | 'gap' | 'bad'

/** Sends a frame over the present link; false when there is none. */
export type Send = (frame: ClientFrame) => boolean

export interface ClosedReminder {
  reminder: ReminderFrame
  closed: ClosedFrame
  /** False during a catch-up: the reminder was closed while this device was away. */
  live: boolean
}

export interface InboxEvents {
  /** A reminder is new or was announced again; the gate may still hold it. */
  reminded(reminder: ReminderFrame): void
  closed(closing: ClosedReminder): void
  /** The store is busy, paused or open from here on; in a catch-up, it was. */
  intake?(frame: IntakeFrame): void
  /** An entry could not be read, although a human may have had to know it. */
  unread(): void
  /** The result of `due`, `open` or `healthy` may have changed. */
  changed(): void
}

export interface Inbox {
  /** Reads the state of the former run. Call it once, before anything else. Never rejects. */
  load(): Promise<void>
  /** The cursor for `hello`, stored or not: a resume token promises nothing, only an ack does. */
  cursor(): string | null
  /** The seq of the entry applied last; −1 while a snapshot is awaited. */
  seq(): number
  /** Begins a link: acks and receipts go to `send` until `disconnected`. */
  welcome(frame: WelcomeFrame, send: Send): void
  /** Applies the next entry, or a part of a snapshot. */
  apply(frame: LogEntry | SnapshotFrame): Verdict
  /** Releases the catch-up gate: the client is in sync. */
  inSync(): void
  disconnected(): void
  /** Lists the open reminders to announce now: not announced at their `n`, and not held by the gate. */
  due(): ReminderFrame[]
  /** Lists the open reminders that were announced at their `n` and are not held by the gate. */
  announcedOpen(): ReminderFrame[]
  open(): readonly OpenReminder[]
  find(id: string): OpenReminder | undefined
  /** Whether every entry could be read. */
  understood(): boolean
  /** Records that this device has told a reminder in full. */
  toldInFull(id: string): void
  /** Records that (id, n) was announced, and sends the receipt. Call it after the sound (I8). */
  announced(reminder: ReminderFrame, outcome: AnnouncedOutcome): void
  /** Reports the word about the paper of an announcement that was reported before, or that never will be. */
  printed(reminder: ReminderFrame, paper: string): void
  /** Whether announcements are held back until the client is in sync. */
  held(): boolean
  /** Whether the last write succeeded. */
  healthy(): boolean
  flush(): Promise<void>
  close(): void
}

/**
 * Keeps the device's durable copy of its store's log: position, open reminders, announcements made.
 *
 * I5: an entry is applied only right behind the one before; duplicates are dropped, a gap is reported, never jumped.
 * I5: `ack` is sent from one place, for the state that is on disk.
 * I6: a snapshot replaces the open set as a whole, or not at all.
 * I8: (id, n) is due until `announced` was called for it, after the sound; a crash between the two repeats it once.
 * I9: `closed` removes a reminder, whatever `n` it has reached.
 */
export function createInbox(deps: { file: StateFile; clock: Clock; log: Logger; events: InboxEvents }): Inbox {
  const { log, events } = deps
  let state: InboxState = EMPTY_INBOX
  let link: { send: Send; awaitsSnapshot: boolean; acked: number } | undefined
  /** The state on disk. */
  let stored: InboxState | undefined
  const parts = createSnapshotParts()
  const gate = createCatchUpGate({ clock: deps.clock, released: events.changed })
  const writer = createStateWriter<InboxState>({
    ...deps,
    current: () => state,
    text: JSON.stringify,
    saved(value) {
      stored = value
      sendAck()
    },
    healthChanged: events.changed,
  })

  function become(next: InboxState): void {
    state = next
    writer.touch()
  }

  /**
   * Sends the ack; the only place that does. A write begun before a reset acks nothing, since its seqs are another
   * history's.
   */
  function sendAck(): void {
    if (link === undefined || link.awaitsSnapshot || stored === undefined) return
    if (stored.resets !== state.resets || stored.seq <= link.acked) return
    if (link.send({ op: 'ack', seq: stored.seq })) link.acked = stored.seq
  }

  function applySnapshotPart(part: SnapshotFrame): Verdict {
    const snapshot = parts.add(part)
    if (snapshot === 'bad') return 'bad'
    if (snapshot === 'collecting') return 'applied'
    const before = state
    become(applySnapshot(state, snapshot))
    if (link !== undefined) link = { send: link.send, awaitsSnapshot: false, acked: -1 }
    for (const { reminder } of state.open)
      if (find(before, reminder.id)?.reminder.n !== reminder.n) events.reminded(reminder)
    if (state.unread > 0) unreadable({ snapshot: part.seq, entries: state.unread })
    events.changed()
    return 'applied'
  }

  function applyLogEntry(frame: LogEntry): Verdict {
    if (link?.awaitsSnapshot === true || frame.seq > state.seq + 1) return 'gap'
    if (frame.seq <= state.seq) return droppedDuplicate(frame)
    const before = state
    become(applyEntry(state, frame))
    if ('passed' in frame) passed(frame)
    else if ('type' in frame) events.reminded(frame)
    else if (frame.op === 'closed') closed(frame, find(before, frame.id))
    else if (frame.op === 'intake') events.intake?.(frame)
    events.changed()
    return 'applied'
  }

  function closed(closed: ClosedFrame, before: OpenReminder | undefined): void {
    if (before !== undefined) events.closed({ reminder: before.reminder, closed, live: !gate.held() })
  }

  function passed({ passed, seq, about }: PassedEntry): void {
    if (passed === 'unreadable') unreadable({ seq, about })
    else log.info('an entry of an unknown kind is passed over', { seq, op: about })
  }

  function unreadable(facts: Record<string, unknown>): void {
    log.error('the server says something that this client is too old to read', facts)
    events.unread()
  }

  /** Drops a duplicate. A server that sends the last entry again has not seen its ack, so it is sent again. */
  function droppedDuplicate(frame: LogEntry): Verdict {
    if (link !== undefined && frame.seq === stored?.seq) {
      link.acked = -1
      sendAck()
    }
    return 'duplicate'
  }

  function sendReceipts(): void {
    if (link === undefined || state.receipts.length === 0) return
    const { send } = link
    const unsent = state.receipts.filter((receipt) => !send({ op: 'announced', ...receipt }))
    if (unsent.length < state.receipts.length) become({ ...state, receipts: unsent })
  }

  return {
    async load() {
      gate.hold()
      stored = await loadState(deps.file, inboxStateSchema, log)
      state = stored ?? EMPTY_INBOX
      events.changed()
    },
    cursor: () => state.cursor,
    seq: () => (link?.awaitsSnapshot === true ? -1 : state.seq),
    welcome(frame, send) {
      gate.hold()
      parts.forget()
      link = { send, awaitsSnapshot: !frame.resumed, acked: -1 }
      // A device that is new has nothing to resume.
      const tell = frame.reason === 'no_cursor' ? log.info : log.warn
      if (!frame.resumed) tell('the server does not resume: everything open comes anew', { reason: frame.reason })
      sendReceipts()
    },
    apply: (frame) => ('op' in frame && frame.op === 'snapshot' ? applySnapshotPart(frame) : applyLogEntry(frame)),
    inSync: gate.release,
    disconnected() {
      link = undefined
      parts.forget()
    },
    due: () => (gate.held() ? [] : unannounced(state)),
    announcedOpen: () => (gate.held() ? [] : announcedOpen(state)),
    open: () => state.open,
    find: (id) => find(state, id),
    understood: () => state.unread === 0,
    toldInFull: (id) => become(noteTold(state, id)),
    announced(reminder, outcome) {
      become(noteAnnounced(state, { id: reminder.id, n: reminder.n, outcome }))
      sendReceipts()
      events.changed()
    },
    printed({ id, n }, paper) {
      const announced = find(state, id)?.announced ?? n
      if (announced < n) return
      const outcome = { speech: 'none', notification: 'none', dialog: 'none', print: paper }
      become(noteReceipt(state, { id, n, outcome }))
      sendReceipts()
    },
    held: gate.held,
    healthy: writer.healthy,
    flush: writer.flush,
    close() {
      gate.close()
      writer.close()
    },
  }
}
