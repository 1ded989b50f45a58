import type { Clock } from '../../../shared/clock.ts'
import type {
  AnnouncedOutcome,
  ClientFrame,
  ClosedFrame,
  PassedEntry,
  ReminderFrame,
  SnapshotFrame,
  WelcomeFrame,
} from '../../../shared/protocol/frames.ts'
import { loadState } from '../load-state.ts'
import type { Logger, StateFile } from '../ports.ts'
import { createSaver } from '../state-writer.ts'
import { createStage } from './catch-up-gate.ts'
import {
  applyEntry,
  applySnapshot,
  EMPTY_INBOX,
  find,
  type InboxState,
  inboxStateSchema,
  type LogEntry,
  noteAnnounced,
  type OpenReminder,
  told,
  unannounced,
} from './inbox-state.ts'
import { createSnapshotParts } from './snapshot-parts.ts'

/** What became of a frame. `gap`: entries are missing before it, and it was not applied. `bad`: it makes no sense. */
export type Verdict = 'applied' | 'duplicate' | 'gap' | 'bad'

/** Sends a frame over the link of this moment; false when there is none. */
export type Send = (frame: ClientFrame) => boolean

export interface Closing {
  reminder: ReminderFrame
  closed: ClosedFrame
  /** False while catching up: it was closed while we were away. */
  live: boolean
}

export interface InboxEvents {
  /** A reminder is new or was repeated; it may still be held back. */
  reminded(reminder: ReminderFrame): void
  closed(closing: Closing): void
  /** The server says something that this client cannot read, and that a human may have had to know. */
  unread(): void
  /** Something that `due`, `open` or `healthy` tells may have changed. */
  changed(): void
}

export interface Inbox {
  /** Reads what a former run left. Call it once, before anything else. */
  load(): Promise<void>
  /** For `hello`: where we stand, stored or not. A resume token promises nothing; only an ack does. */
  cursor(): string | null
  /** The seq applied last; −1 while a snapshot is awaited. */
  seq(): number
  /** A link begins: acks and receipts go to `send` until `disconnected`. */
  welcome(frame: WelcomeFrame, send: Send): void
  apply(frame: LogEntry | SnapshotFrame): Verdict
  /** The catch-up is complete. */
  inSync(): void
  disconnected(): void
  /** Open, not yet announced at its `n`, and not held back: to be announced now. */
  due(): ReminderFrame[]
  /** Open, announced at its `n`, and not held back. */
  told(): ReminderFrame[]
  open(): readonly OpenReminder[]
  find(id: string): OpenReminder | undefined
  /** Whether everything that the server said could be read. */
  understood(): boolean
  /** (id, n) was announced, with this outcome. Call it after the sound (I8). */
  announced(reminder: ReminderFrame, outcome: AnnouncedOutcome): void
  /** Whether the disk takes what we store. */
  healthy(): boolean
  flush(): Promise<void>
  close(): void
}

/**
 * The device's copy of its store's log: what is open, how far we are, what was announced.
 *
 * I5: an entry is applied only right behind the one before; duplicates are dropped, a gap is reported, never jumped.
 * I5: `ack` is sent from one place, with the state that the disk has just taken.
 * I6: a snapshot replaces the open set as a whole, or not at all.
 * I8: (id, n) is due until `announced` was called for it, after the sound; a crash between the two repeats it once.
 * I9: `closed` removes a reminder, whatever `n` it has reached.
 */
export function createInbox(deps: { file: StateFile; clock: Clock; log: Logger; events: InboxEvents }): Inbox {
  const { log, events } = deps
  let state: InboxState = EMPTY_INBOX
  let link: { send: Send; awaitsSnapshot: boolean; acked: number } | undefined
  /** What the disk holds. */
  let stored: InboxState | undefined
  const parts = createSnapshotParts()
  const stage = createStage({ clock: deps.clock, released: events.changed })
  const saver = createSaver<InboxState>({
    ...deps,
    current: () => state,
    text: JSON.stringify,
    saved(value) {
      stored = value
      acknowledge()
    },
    healthChanged: events.changed,
  })

  function become(next: InboxState): void {
    state = next
    saver.touch()
  }

  /** The only place that acks. A write begun before a reset says nothing about the log we read now. */
  function acknowledge(): void {
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
    else closed(frame, find(before, frame.id))
    events.changed()
    return 'applied'
  }

  function closed(closed: ClosedFrame, before: OpenReminder | undefined): void {
    if (before !== undefined) events.closed({ reminder: before.reminder, closed, live: !stage.held() })
  }

  function passed({ passed, seq, about }: PassedEntry): void {
    if (passed === 'unreadable') unreadable({ seq, about })
    else log.info('an entry of an unknown kind is passed over', { seq, op: about })
  }

  function unreadable(facts: Record<string, unknown>): void {
    log.error('the server says something that this client is too old to read', facts)
    events.unread()
  }

  /** A server that sends our last entry again has not seen its ack. */
  function droppedDuplicate(frame: LogEntry): Verdict {
    if (link !== undefined && frame.seq === stored?.seq) {
      link.acked = -1
      acknowledge()
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
      stage.hold()
      stored = await loadState(deps.file, inboxStateSchema, log)
      state = stored ?? EMPTY_INBOX
      events.changed()
    },
    cursor: () => state.cursor,
    seq: () => (link?.awaitsSnapshot === true ? -1 : state.seq),
    welcome(frame, send) {
      stage.hold()
      parts.forget()
      link = { send, awaitsSnapshot: !frame.resumed, acked: -1 }
      if (!frame.resumed) log.warn('the server does not resume: everything open comes anew', { reason: frame.reason })
      sendReceipts()
    },
    apply: (frame) => ('op' in frame && frame.op === 'snapshot' ? applySnapshotPart(frame) : applyLogEntry(frame)),
    inSync: stage.release,
    disconnected() {
      link = undefined
      parts.forget()
    },
    due: () => (stage.held() ? [] : unannounced(state)),
    told: () => (stage.held() ? [] : told(state)),
    open: () => state.open,
    find: (id) => find(state, id),
    understood: () => state.unread === 0,
    announced(reminder, outcome) {
      become(noteAnnounced(state, { id: reminder.id, n: reminder.n, outcome }))
      sendReceipts()
      events.changed()
    },
    healthy: saver.healthy,
    flush: saver.flush,
    close() {
      stage.close()
      saver.close()
    },
  }
}
