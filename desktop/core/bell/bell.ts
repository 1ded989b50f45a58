import { phrasesFor } from '../../../shared/phrases/index.ts'
import type { IntakeFrame, WelcomeFrame } from '../../../shared/protocol/frames.ts'
import { LEVEL, reminderKind, waitsForAcceptance } from '../../../shared/reminder.ts'
import { createAnnouncer, type ReminderSource } from '../announcer/announcer.ts'
import { createEveningVoice } from '../announcer/evening-voice.ts'
import { createIntakeVoice } from '../announcer/intake-voice.ts'
import { createLinkVoice } from '../announcer/link-voice.ts'
import { checkOf } from '../announcer/sample.ts'
import { createTooOldVoice } from '../announcer/too-old-voice.ts'
import { generalSuppression, type PolicySettings } from '../announcer/volume-policy.ts'
import type { Decision } from '../answers/answer.ts'
import { createAnswers } from '../answers/answers.ts'
import type { AnsweredReminder } from '../answers/answers-state.ts'
import type { HeldAnswer } from '../answers/held-answers.ts'
import { createConnection } from '../connection/connection.ts'
import { type ClosedReminder, createInbox } from '../inbox/inbox.ts'
import type { OpenReminder } from '../inbox/inbox-state.ts'
import type { BellPorts } from '../ports.ts'
import { createPrinting } from '../printing/printing.ts'
import { LONGEST_MUTE_MINUTES } from '../settings.ts'
import { createSettingsStore } from '../settings-store.ts'
import { withTimeout } from '../with-timeout.ts'
import type { Bell, BellEvent, BoardReminder, Identity, UndoableAnswer } from './bell-contract.ts'
import { createBellEvents } from './bell-events.ts'
import { createServerAhead } from './server-ahead.ts'
import { type Status, statusOf } from './status.ts'

export type { Bell, BellEvent, BoardReminder, Identity, UndoableAnswer }

/** The longest wait of `stop` for the server's word on what could still be taken back. */
const SEND_LIMIT_MS = 3_000
/** The longest wait of `stop` for the disk. */
const FLUSH_LIMIT_MS = 5_000
/** The interval of changes that come without an event: a mute ends, quiet hours begin. */
const LOOK_MS = 15_000

/** Puts together the client of one device of one store: connection, inbox, announcer and answers. */
export function createBell(ports: BellPorts, identity: Identity): Bell {
  const { clock, log, files } = ports
  const { emit, subscribe } = createBellEvents(log)
  let store: WelcomeFrame['store'] | null = null
  let drawn = ''
  let life: 'new' | 'running' | 'stopped' = 'new'
  let cancelLooks = () => {}

  const settings = createSettingsStore({ file: files.settings, clock, log, changed })
  const phrases = () => phrasesFor(settings.get().locale)
  const printing = createPrinting({
    ...{ ports, clock, log, phrases },
    settings: () => settings.get().printing,
    shop: () => ({
      ...{ locale: settings.get().locale, timeZone: store?.timezone, storeName: store?.name ?? '' },
      openNumbers: inbox.open().map(({ reminder }) => reminder.order.number),
    }),
    say: (message) => announcer.say(message),
    ready: () => life === 'running' && !inbox.held(),
    told: (reminder, paper) => inbox.printed(reminder, paper),
    faultChanged: draw,
  })
  const inbox = createInbox({
    file: printing.behind(files.inbox),
    clock,
    log,
    events: {
      reminded(reminder) {
        printing.reminded(reminder)
        emit({ type: 'reminded', reminder })
      },
      closed,
      intake: heardIntake,
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
    announced(reminder, told) {
      const print = printing.paperOf(reminder)
      const outcome = { ...told, ...(print !== undefined && { print }) }
      if (told.speech === 'ok') eveningVoice.heard()
      inbox.announced(reminder, outcome)
      emit({ type: 'announced', reminder, outcome })
    },
  }
  const announcer = createAnnouncer({
    ...ports,
    phrases,
    settings: policySettings,
    serverNow: () => connection.serverNow(),
    source,
    troubleChanged: draw,
  })
  const linkVoice = createLinkVoice({
    ...{ clock, phrases, say: announcer.say },
    suppressed: () => generalSuppression(policySettings(), clock.now()) !== undefined,
    missed: () => unanswered().filter(({ reminder, announced }) => reminder.n > announced).length,
  })
  const intakeVoice = createIntakeVoice({ phrases, serverNow: () => connection.serverNow(), say: announcer.say })
  const tooOldVoice = createTooOldVoice({ clock, phrases, say: announcer.say })
  const eveningVoice = createEveningVoice({
    ...{ clock, random: ports.random, phrases, settings: policySettings, say: announcer.say, ask: ports.shopToday },
    serverNow: () => connection.serverNow(),
    inSync: () => connection.link().phase === 'in_sync',
    changed: draw,
  })
  const connection = createConnection({
    ...ports,
    url: identity.url,
    identity: { token: identity.token, device: identity.device },
    reader: inbox,
    welcomed(frame) {
      store = frame.store
      intakeVoice.update(store.intake)
    },
    struck: ({ orderId, rev, lines }) => emit({ type: 'struck', orderId, struck: { rev, lines } }),
    changed() {
      const link = connection.link()
      linkVoice.update(link)
      if (link.phase === 'in_sync') answers.retryNow()
      draw()
    },
  })

  const serverAhead = createServerAhead(() => connection.serverNow() - clock.now())

  /** Computes due, spoken and shown reminders anew from the present state. */
  function changed(): void {
    answers.prune((id) => inbox.find(id) !== undefined)
    announcer.reconsider()
    printing.reconsider(inbox.open().map(({ reminder }) => reminder))
    emit({ type: 'board' })
    draw()
  }

  /**
   * Says by whom a reminder was closed elsewhere, so that nobody looks for the order; not in the group of the device that
   * answered, where people stand beside it.
   */
  function closed(closing: ClosedReminder): void {
    const { reminder, closed, live } = closing
    printing.closed(reminder, closed)
    // What could still be taken back was not this device's word yet: whoever closed it was faster.
    const here = answers.final(reminder)
    answers.closed(reminder.id, (id) => inbox.find(id) !== undefined)
    emit({ type: 'closed', here, ...closing })
    const byHand = closed.state === 'acknowledged' || closed.state === 'closed'
    if (byHand && (here || live) && answers.answering(reminder) !== 'reject') announcer.accepted(reminder)
    const beside = closed.by.group !== '' && closed.by.group === settings.get().group
    if (here || beside || !live || !byHand) return
    const text = phrases().answeredElsewhere(reminder.order.number, closed.by, closed.state)
    void announcer.say({ kind: 'answered', text, level: LEVEL.normal })
  }

  /** Notes whether the store takes orders; an entry of a catch-up may be older than what `welcome` has told. */
  function heardIntake({ op: _op, cursor: _cursor, at: _at, ...intake }: IntakeFrame): void {
    if (store === null || intake.seq <= (store.intake?.seq ?? -1)) return
    store = { ...store, intake }
    intakeVoice.update(intake)
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
      unanswered: source.waiting(),
      settings: policySettings(),
      now: clock.now(),
      trouble: announcer.trouble(),
      printer: printing.fault(),
      raised: announcer.raised(),
      notHeard: eveningVoice.notHeard(),
      stored: [inbox, answers, settings, printing].every((part) => part.healthy()),
      understood: inbox.understood(),
      answersWaiting: answers.waiting().length + answers.held().length,
      serverAheadMs: serverAhead(),
      serverFaults: connection.serverFaults(),
    })
  }

  /** Adds the store's clocks, once they are known: quiet hours are the shop's, wherever this device stands. */
  function policySettings(): PolicySettings {
    if (store === null) return settings.get()
    return { ...settings.get(), storeClock: { timeZone: store.timezone, aheadMs: serverAhead() } }
  }

  function draw(): void {
    if (life === 'new') return
    const next = status()
    const text = JSON.stringify(next)
    if (text === drawn) return
    drawn = text
    emit({ type: 'status', status: next })
  }

  return {
    async start() {
      // The inbox before the answers: an answer may be decided at once, and its reminders must be there by then.
      for (const part of [settings, printing, inbox, answers]) {
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
      eveningVoice.stop()
      announcer.stop()
      connection.stop()
      if (answers.held().length > 0) await withTimeout(clock, SEND_LIMIT_MS, answers.sendHeld)
      const parts = [printing, inbox, answers, settings]
      for (const part of parts) part.close()
      await withTimeout(clock, FLUSH_LIMIT_MS, () => Promise.all(parts.map((part) => part.flush())))
    },
    answer: (answer) => answers.give(answer, source.waiting()),
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
    async soundCheck(kind) {
      const check = checkOf(kind, settings.get().locale, clock.now())
      const outcome = await announcer.say({ ...check, level: LEVEL.normal })
      if (outcome === 'ok') settings.change({ checkedAt: Math.round(connection.serverNow()) })
      return outcome
    },
    say: (text) => announcer.say({ kind: 'check', text, level: LEVEL.normal }),
    reconnectNow: connection.reconnectNow,
    subscribe,
  }
}
