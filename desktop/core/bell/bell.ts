import { phrasesFor } from '../../../shared/phrases/index.ts'
import type { AnnouncedOutcome, Hello, ReminderFrame, WelcomeFrame } from '../../../shared/protocol/frames.ts'
import { LEVEL, type ReminderKind, reminderKind } from '../../../shared/reminder.ts'
import { createAnnouncer, type ReminderSource } from '../announcer/announcer.ts'
import { createLinkVoice } from '../announcer/link-voice.ts'
import { checkOf } from '../announcer/sample.ts'
import { createTooOldVoice } from '../announcer/too-old-voice.ts'
import { hushAt } from '../announcer/volume-policy.ts'
import type { Answer, Decision } from '../answers/answer.ts'
import { createAnswers } from '../answers/answers.ts'
import type { Answered, PendingAnswer } from '../answers/answers-state.ts'
import { createConnection } from '../connection/connection.ts'
import { type Closing, createInbox } from '../inbox/inbox.ts'
import type { OpenReminder } from '../inbox/inbox-state.ts'
import type { BellPorts, Outcome } from '../ports.ts'
import { LONGEST_MUTE_MINUTES, type Settings } from '../settings.ts'
import { createSettingsStore } from '../settings-store.ts'
import { within } from '../with-timeout.ts'
import { type Status, statusOf } from './status.ts'

/** Who we are to the server. */
export interface Identity {
  /** The server's WebSocket endpoint, `wss://…`; without the token, which travels in `hello`. */
  url: string
  /** The device's secret from pairing. */
  token: string
  device: Hello['device']
}

/** What happens, for whoever draws or prints it. `here`: it was answered at this device. */
export type BellEvent =
  | { type: 'status'; status: Status }
  /** `open()` may tell something new. */
  | { type: 'board' }
  | { type: 'reminded'; reminder: ReminderFrame }
  | ({ type: 'closed'; here: boolean } & Closing)
  | { type: 'announced'; reminder: ReminderFrame; outcome: AnnouncedOutcome }
  | { type: 'decided'; decision: Decision }

/** An open reminder as the screen shows it. */
export interface BoardEntry extends OpenReminder {
  /** What a human here has answered, until the log closes it or the server refuses. */
  answering?: Answer['move']
}

/** One run of one device. Stopped, it stays stopped: create another. */
export interface Bell {
  /**
   * Reads what the last run left, connects, and rings from now on. Resolves when it has begun to connect. Call it once,
   * before anything that changes something: until it has resolved, settings and answers would be overwritten.
   */
  start(): Promise<void>
  /** Falls silent, disconnects and stores. What was not announced to its end is announced at the next start. */
  stop(): Promise<void>
  /**
   * A human's answer. Resolves when the server has decided, which may take as long as the network is away; never, when
   * the bell is stopped first (the next run delivers it, and tells of it by the event `decided`). Never rejects.
   */
  answer(answer: Answer): Promise<Decision>
  /** Every open reminder, oldest first. */
  open(): BoardEntry[]
  /** Answers that the server has not decided yet, oldest first; also those of a former run. */
  answersWaiting(): readonly PendingAnswer[]
  /** Everything tray, badge and banner are drawn from. */
  status(): Status
  settings(): Settings
  change(patch: Partial<Settings>): void
  /** Neither voice nor chime for so many minutes (at most 12 hours); 0 ends it. The loudest level is heard all the same. */
  mute(minutes: number): void
  /**
   * Chime and voice, at the volume of the settings, muted or not; resolves to how the speech went. With a kind, as a
   * reminder of that kind would sound.
   */
  soundCheck(kind?: ReminderKind): Promise<Outcome>
  /** The host woke up (`resume`) or is online again (`online`). */
  reconnectNow(why: string): void
  /** Calls `listener` at every event until the returned function is called. What it throws is logged. */
  subscribe(listener: (event: BellEvent) => void): () => void
}

/** How long `stop` waits for the disk. */
const FLUSH_LIMIT_MS = 5_000
/** How often everything is looked at without an event: a mute ends, quiet hours begin. */
const LOOK_MS = 15_000
/** Screens tell time in seconds. */
const CLOCK_DRIFT_MS = 1_000

/** The whole client of one device of one store: the link, the inbox, the announcer and the answers, put together. */
export function createBell(ports: BellPorts, identity: Identity): Bell {
  const { clock, log, files } = ports
  const listeners = new Set<(event: BellEvent) => void>()
  let shop: WelcomeFrame['store'] | null = null
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
  const answers = createAnswers({ ...ports, file: files.answers, decided, changed })
  const source: ReminderSource = {
    due: () => inbox.due().filter((reminder) => !answers.silences(reminder)),
    told: () => inbox.told().filter((reminder) => !answers.silences(reminder)),
    standing(id) {
      const found = inbox.find(id)
      if (found === undefined) return 'closed'
      return answers.silences(found.reminder) ? 'answered' : 'open'
    },
    unaccepted: (orderId) =>
      unanswered().some(({ reminder: r }) => reminderKind(r.type) === 'new_order' && r.orderId === orderId),
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
    hushed: () => hushAt(settings.get(), clock.now()) !== undefined,
    missed: () => unanswered().filter(({ reminder, announced }) => reminder.n > announced).length,
  })
  const tooOldVoice = createTooOldVoice({ clock, phrases, say: announcer.say })
  const connection = createConnection({
    ...ports,
    url: identity.url,
    identity: { token: identity.token, device: identity.device },
    reader: inbox,
    welcomed(frame) {
      shop = frame.store
    },
    changed() {
      const link = connection.link()
      linkVoice.update(link)
      if (link.phase === 'in_sync') answers.retryNow()
      draw()
    },
  })

  /** Whatever it was: what is due, spoken and shown follows anew from what now is. */
  function changed(): void {
    answers.prune((id) => inbox.find(id) !== undefined)
    announcer.reconsider()
    emit({ type: 'board' })
    draw()
  }

  /** Somebody else was faster while we watched: say who, so that nobody looks for the order. */
  function closed(closing: Closing): void {
    const { reminder, closed, live } = closing
    const here = answers.silences(reminder)
    emit({ type: 'closed', here, ...closing })
    const byHand = closed.state === 'acknowledged' || closed.state === 'closed'
    if (here || !live || !byHand) return
    const text = phrases().answeredElsewhere(reminder.order.number, closed.by, closed.state)
    void announcer.say({ kind: 'answered', text, level: LEVEL.normal })
  }

  /** A refused answer gives its reminders back to the human: those announced already are shown again. */
  function decided(decision: Decision, answered: readonly Answered[]): void {
    emit({ type: 'decided', decision })
    if (decision.accepted) return
    for (const { id } of answered) {
      const found = inbox.find(id)
      if (found !== undefined && found.reminder.n <= found.announced) announcer.showAgain(found.reminder)
    }
  }

  function unanswered(): OpenReminder[] {
    return inbox.open().filter(({ reminder }) => !answers.silences(reminder))
  }

  function status(): Status {
    return statusOf({
      link: connection.link(),
      store: shop,
      unanswered: unanswered().map(({ reminder }) => reminder),
      settings: settings.get(),
      now: clock.now(),
      trouble: announcer.trouble(),
      stored: inbox.healthy() && answers.healthy() && settings.healthy(),
      understood: inbox.understood(),
      answersWaiting: answers.waiting().length,
      serverAheadMs: serverAhead(),
    })
  }

  /** Every heartbeat measures it a little differently; only what a human could see is a change. */
  function serverAhead(): number {
    const heard = connection.serverNow() - clock.now()
    if (Math.abs(heard - serverAheadMs) >= CLOCK_DRIFT_MS) serverAheadMs = heard
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
      // The inbox before the answers: these may be decided at once, and then have to find what they were about.
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
      const parts = [inbox, answers, settings]
      for (const part of parts) part.close()
      await within(clock, FLUSH_LIMIT_MS, () => Promise.all(parts.map((part) => part.flush())))
    },
    answer: (answer) =>
      answers.give(
        answer,
        unanswered().map(({ reminder }) => reminder),
      ),
    open: () =>
      inbox.open().map((entry) => {
        const answering = answers.answering(entry.reminder)
        return { ...entry, ...(answering !== undefined && { answering }) }
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
