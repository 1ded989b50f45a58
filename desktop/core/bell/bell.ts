import { phrasesFor } from '../../../shared/phrases/index.ts'
import type { AnnouncedOutcome, Hello, ReminderFrame, WelcomeFrame } from '../../../shared/protocol/frames.ts'
import { LEVEL, type ReminderKind, reminderKind, waitsForAcceptance } from '../../../shared/reminder.ts'
import { createAnnouncer, type ReminderSource } from '../announcer/announcer.ts'
import { createLinkVoice } from '../announcer/link-voice.ts'
import { checkOf } from '../announcer/sample.ts'
import { createTooOldVoice } from '../announcer/too-old-voice.ts'
import { generalSuppression } from '../announcer/volume-policy.ts'
import type { Answer, Decision } from '../answers/answer.ts'
import { createAnswers } from '../answers/answers.ts'
import type { AnsweredReminder, PendingAnswer } from '../answers/answers-state.ts'
import type { HeldAnswer } from '../answers/held-answers.ts'
import { createConnection } from '../connection/connection.ts'
import { type ClosedReminder, createInbox } from '../inbox/inbox.ts'
import type { OpenReminder } from '../inbox/inbox-state.ts'
import type { BellPorts, Outcome } from '../ports.ts'
import { LONGEST_MUTE_MINUTES, type Settings } from '../settings.ts'
import { createSettingsStore } from '../settings-store.ts'
import { withTimeout } from '../with-timeout.ts'
import { type Status, statusOf } from './status.ts'

/** The identity of a device at its server. */
export interface Identity {
  /** The server's WebSocket endpoint, `wss://…`; without the token, which travels in `hello`. */
  url: string
  /** The device's secret from pairing. */
  token: string
  device: Hello['device']
}

/** The events of a bell, for the screen or the terminal. `here`: a human at this device answered. */
export type BellEvent =
  | { type: 'status'; status: Status }
  /** The result of `open()` may have changed. */
  | { type: 'board' }
  | { type: 'reminded'; reminder: ReminderFrame }
  | ({ type: 'closed'; here: boolean } & ClosedReminder)
  | { type: 'announced'; reminder: ReminderFrame; outcome: AnnouncedOutcome }
  | { type: 'decided'; decision: Decision }
  /** A human took an answer back; nothing was sent. */
  | { type: 'undone'; undone: UndoableAnswer }

/** An open reminder as the screen shows it. */
export interface BoardReminder extends OpenReminder {
  /** The move of a human's answer here, until the log closes the reminder or the server refuses. */
  answering?: Answer['move']
  /** The key of that answer while it can be taken back: it has not left this device. */
  undo?: string
}

/** An answer that can still be taken back. */
export interface UndoableAnswer {
  key: string
  answer: Answer
  /** Wall time at which it leaves the device, milliseconds. */
  until: number
  /** The first reminder that it answers; absent: it answers none, as a move over the board. */
  reminder?: ReminderFrame
}

/** One run of one device. Stopped, it stays stopped: create another. */
export interface Bell {
  /**
   * Reads the state of the last run, connects, and rings from now on. Resolves when it has begun to connect; never
   * rejects. Call it once, before any call that changes something: until it has resolved, settings and answers would be
   * overwritten.
   */
  start(): Promise<void>
  /**
   * Falls silent, disconnects and stores, within 5 s. Sends before that the answers that could still be taken back, 3 s at
   * most; the next run delivers what has not arrived. An announcement that had not ended is made at the next start. Never
   * rejects.
   */
  stop(): Promise<void>
  /**
   * Gives a human's answer, which leaves the device when it cannot be taken back any more. Resolves when the server has
   * decided, which may take as long as the network is away; never, when the bell is stopped first (the next run delivers
   * it, and emits `decided`). Never rejects.
   */
  answer(answer: Answer): Promise<Decision>
  /** Takes an answer back: its reminders ring on, and nothing is sent. False: it has left the device, or never was. */
  undo(key: string): boolean
  /** The answers that can be taken back, the latest first. */
  undoable(): UndoableAnswer[]
  /** Every open reminder, oldest first. */
  open(): BoardReminder[]
  /** The answers that the server has not decided yet, oldest first; also those of a former run. */
  answersWaiting(): readonly PendingAnswer[]
  /** The value that tray, badge and banners are drawn from. */
  status(): Status
  settings(): Settings
  change(patch: Partial<Settings>): void
  /**
   * Mutes voice and chime for `minutes` (12 hours at most); 0 ends the mute. The loudest level is heard all the same.
   */
  mute(minutes: number): void
  /**
   * Plays chime and voice at the volume of the settings, muted or not; with a kind, as a reminder of that kind sounds.
   * Resolves to the outcome of the speech; never rejects.
   */
  soundCheck(kind?: ReminderKind): Promise<Outcome>
  /** Reconnects at once: the host woke up (`resume`) or is online again (`online`). */
  reconnectNow(reason: string): void
  /** Calls `listener` at every event until the returned function is called. An error that it throws is logged. */
  subscribe(listener: (event: BellEvent) => void): () => void
}

/** The longest wait of `stop` for the server's word on what could still be taken back. */
const SEND_LIMIT_MS = 3_000
/** The longest wait of `stop` for the disk. */
const FLUSH_LIMIT_MS = 5_000
/** The interval of changes that come without an event: a mute ends, quiet hours begin. */
const LOOK_MS = 15_000
/** The smallest change of the server's clock that a screen can show. */
const CLOCK_DRIFT_MS = 1_000

/** Puts together the client of one device of one store: connection, inbox, announcer and answers. */
export function createBell(ports: BellPorts, identity: Identity): Bell {
  const { clock, log, files } = ports
  const listeners = new Set<(event: BellEvent) => void>()
  let store: WelcomeFrame['store'] | null = null
  let drawn = ''
  let serverAheadMs = 0
  let life: 'new' | 'running' | 'stopped' = 'new'
  let cancelLooks = () => {}

  const settings = createSettingsStore({ file: files.settings, clock, log, changed })
  const phrases = () => phrasesFor(settings.get().locale)
  const inbox = createInbox({
    file: files.inbox,
    clock,
    log,
    events: {
      reminded: (reminder) => emit({ type: 'reminded', reminder }),
      closed,
      unread: () => tooOldVoice.unread(),
      changed,
    },
  })
  const answers = createAnswers({
    ...ports,
    file: files.answers,
    group: () => settings.get().group,
    decided,
    changed,
  })
  const source: ReminderSource = {
    due: () => inbox.due().filter((reminder) => !answers.silences(reminder)),
    announcedOpen: () => inbox.announcedOpen().filter((reminder) => !answers.silences(reminder)),
    localState(id) {
      const found = inbox.find(id)
      if (found === undefined) return 'closed'
      return answers.silences(found.reminder) ? 'answered' : 'open'
    },
    unaccepted: (orderId) =>
      unanswered().some(({ reminder: r }) => r.orderId === orderId && waitsForAcceptance(reminderKind(r.type))),
    waiting: () => unanswered().map(({ reminder }) => reminder),
    told: (id) => inbox.find(id)?.told ?? false,
    toldInFull: inbox.toldInFull,
    announced(reminder, outcome) {
      inbox.announced(reminder, outcome)
      emit({ type: 'announced', reminder, outcome })
    },
  }
  const announcer = createAnnouncer({
    ...ports,
    phrases,
    settings: settings.get,
    serverNow: () => connection.serverNow(),
    source,
    troubleChanged: draw,
  })
  const linkVoice = createLinkVoice({
    clock,
    phrases,
    say: announcer.say,
    suppressed: () => generalSuppression(settings.get(), clock.now()) !== undefined,
    missed: () => unanswered().filter(({ reminder, announced }) => reminder.n > announced).length,
  })
  const tooOldVoice = createTooOldVoice({ clock, phrases, say: announcer.say })
  const connection = createConnection({
    ...ports,
    url: identity.url,
    identity: { token: identity.token, device: identity.device },
    reader: inbox,
    welcomed(frame) {
      store = frame.store
    },
    changed() {
      const link = connection.link()
      linkVoice.update(link)
      if (link.phase === 'in_sync') answers.retryNow()
      draw()
    },
  })

  /** Computes due, spoken and shown reminders anew from the present state. */
  function changed(): void {
    answers.prune((id) => inbox.find(id) !== undefined)
    announcer.reconsider()
    emit({ type: 'board' })
    draw()
  }

  /**
   * Says by whom a reminder was closed elsewhere, so that nobody looks for the order; not in the group of the device that
   * answered, where people stand beside it.
   */
  function closed(closing: ClosedReminder): void {
    const { reminder, closed, live } = closing
    // What could still be taken back was not this device's word yet: whoever closed it was faster.
    const here = answers.final(reminder)
    answers.closed(reminder.id, (id) => inbox.find(id) !== undefined)
    emit({ type: 'closed', here, ...closing })
    const byHand = closed.state === 'acknowledged' || closed.state === 'closed'
    const { group } = settings.get()
    const beside = group !== '' && closed.by.group === group
    if (here || beside || !live || !byHand) return
    const text = phrases().answeredElsewhere(reminder.order.number, closed.by, closed.state)
    void announcer.say({ kind: 'answered', text, level: LEVEL.normal })
  }

  /** Shows the reminders of a refused answer again, if they had been announced. */
  function decided(decision: Decision, answered: readonly AnsweredReminder[]): void {
    emit({ type: 'decided', decision })
    if (!decision.accepted && life !== 'stopped') showAgain(answered)
  }

  function showAgain(answered: readonly AnsweredReminder[]): void {
    for (const { id } of answered) {
      const found = inbox.find(id)
      if (found !== undefined && found.reminder.n <= found.announced) announcer.showAgain(found.reminder)
    }
  }

  function undo(key: string): boolean {
    const undone = answers.undo(key)
    if (undone === undefined) return false
    emit({ type: 'undone', undone: undoableOf(undone) })
    showAgain(undone.silences)
    return true
  }

  function undoableOf({ key, answer, until, silences: [first] }: HeldAnswer): UndoableAnswer {
    const reminder = first && inbox.find(first.id)?.reminder
    return { key, answer, until, ...(reminder && { reminder }) }
  }

  function unanswered(): OpenReminder[] {
    return inbox.open().filter(({ reminder }) => !answers.silences(reminder))
  }

  function status(): Status {
    return statusOf({
      link: connection.link(),
      store,
      unanswered: unanswered().map(({ reminder }) => reminder),
      settings: settings.get(),
      now: clock.now(),
      trouble: announcer.trouble(),
      stored: inbox.healthy() && answers.healthy() && settings.healthy(),
      understood: inbox.understood(),
      answersWaiting: answers.waiting().length + answers.held().length,
      serverAheadMs: serverAhead(),
      serverFaults: connection.serverFaults(),
    })
  }

  /** Each heartbeat measures a little differently; a difference below a second counts as no change. */
  function serverAhead(): number {
    const measured = connection.serverNow() - clock.now()
    if (Math.abs(measured - serverAheadMs) >= CLOCK_DRIFT_MS) serverAheadMs = measured
    return serverAheadMs
  }

  function draw(): void {
    if (life === 'new') return
    const next = status()
    const text = JSON.stringify(next)
    if (text === drawn) return
    drawn = text
    emit({ type: 'status', status: next })
  }

  function emit(event: BellEvent): void {
    for (const listener of listeners) {
      try {
        listener(event)
      } catch (error) {
        log.error('a listener failed', { type: event.type, error: String(error) })
      }
    }
  }

  return {
    async start() {
      // The inbox before the answers: an answer may be decided at once, and its reminders must be there by then.
      for (const part of [settings, inbox, answers]) {
        await part.load()
        if (life === 'stopped') return
      }
      life = 'running'
      cancelLooks = clock.every(LOOK_MS, changed)
      connection.start()
    },
    async stop() {
      life = 'stopped'
      cancelLooks()
      linkVoice.stop()
      announcer.stop()
      connection.stop()
      if (answers.held().length > 0) await withTimeout(clock, SEND_LIMIT_MS, answers.sendHeld)
      const parts = [inbox, answers, settings]
      for (const part of parts) part.close()
      await withTimeout(clock, FLUSH_LIMIT_MS, () => Promise.all(parts.map((part) => part.flush())))
    },
    answer: (answer) =>
      answers.give(
        answer,
        unanswered().map(({ reminder }) => reminder),
      ),
    undo,
    undoable: () => answers.held().map(undoableOf).toReversed(),
    open: () =>
      inbox.open().map((entry) => {
        const answering = answers.answering(entry.reminder)
        const held = answers.held().find(({ silences }) => silences.some(({ id }) => id === entry.reminder.id))
        return { ...entry, ...(answering && { answering }), ...(held && { undo: held.key }) }
      }),
    answersWaiting: answers.waiting,
    status,
    settings: settings.get,
    change: settings.change,
    mute(minutes) {
      const until = clock.now() + Math.min(LONGEST_MUTE_MINUTES, minutes) * 60_000
      settings.change({ mutedUntil: minutes > 0 ? Math.round(until) : null })
    },
    soundCheck: (kind) => announcer.say({ ...checkOf(kind, settings.get().locale, clock.now()), level: LEVEL.normal }),
    reconnectNow: connection.reconnectNow,
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
