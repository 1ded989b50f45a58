import type { Clock } from '../../../shared/clock.ts'
import type { Phrases, Waiting } from '../../../shared/phrases/phrases.ts'
import type { AnnouncedOutcome, ReminderFrame } from '../../../shared/protocol/frames.ts'
import { type AnyKind, reminderKind } from '../../../shared/reminder.ts'
import type { Alert, Chime, Dialog, Notifier, Outcome, Voice } from '../ports.ts'
import type { Settings } from '../settings.ts'
import { createNotices, type Notice, type WaitingNotice } from './device-messages.ts'
import { createDisplays } from './displays.ts'
import { createNudges, nudgeHush } from './local-repeats.ts'
import { nextUp } from './next-up.ts'
import { type Trouble, troubleAfter } from './outcome.ts'
import { createSpeaker, type Turn } from './speaker.ts'
import { hushAt, hushOf } from './volume-policy.ts'

/** Where a reminder stands: nobody has answered; a human at this device has; it is closed. */
export type Standing = 'open' | 'answered' | 'closed'

/** What the announcer looks at. It keeps no list of its own of what ought to be announced. */
export interface ReminderSource {
  /** To be announced now. */
  due(): readonly ReminderFrame[]
  /** Announced at their `n`, open and unanswered: what may be told again. */
  told(): readonly ReminderFrame[]
  standing(reminderId: string): Standing
  /** Whether a new order, of which an urge speaks, has not been accepted. */
  unaccepted(orderId: number): boolean
  /** (id, n) was announced; after the sound (I8). */
  announced(reminder: ReminderFrame, outcome: AnnouncedOutcome): void
}

export interface Announcer {
  /** Something changed: begin what is due, withdraw or silence what is pointless, tidy what is shown. */
  reconsider(): void
  say(notice: Notice): Promise<Outcome>
  /** Shows an alert anew, without announcing it anew: an answer was refused. */
  showAgain(reminder: ReminderFrame): void
  trouble(): Trouble
  /** Silence, at once and for good. What was not heard to its end stays unannounced. */
  stop(): void
}

/** One (id, n) between falling due and being announced. */
interface InHand {
  reminder: ReminderFrame
  voice: 'waiting' | 'speaking' | 'done'
  settle(outcome: Outcome): void
}

/**
 * Makes reminders heard and seen. The dialog and the notification appear at once; the voice follows, one thing at a
 * time, the link before urges and cancellations before new orders. None of the three depends on another's success.
 *
 * I8: (id, n) is in hand once, and counts as announced only after its sound and its displays have ended.
 * I9: what was closed is neither begun nor finished, and taken off the screen.
 */
export function createAnnouncer(deps: {
  voice: Voice
  chime: Chime
  notifier: Notifier
  dialog: Dialog
  clock: Clock
  phrases(): Phrases
  settings(): Settings
  /** The server's time, for "has waited four minutes". */
  serverNow(): number
  source: ReminderSource
  troubleChanged(): void
}): Announcer {
  const { clock, source } = deps
  /** By reminder id: a higher `n` waits until the lower is done, or replaces it before it was spoken. */
  const inHand = new Map<string, InHand>()
  const notices = createNotices()
  const displays = createDisplays(deps)
  const nudges = createNudges({
    clock,
    settings: deps.settings,
    candidates: () => source.told().filter(({ id }) => !inHand.has(id)),
    wake: () => speaker.wake(),
  })
  /** What is being told again at this moment. */
  let nudged: readonly ReminderFrame[] = []
  const speaker = createSpeaker({ ...deps, next: nextTurn, chimed: (chime) => note({ chime }) })
  let trouble: Trouble = {}
  let stopped = false

  function reconsider(): void {
    if (stopped) return
    displays.tidy((id) => source.standing(id) === 'open')
    for (const reminder of source.due()) take(reminder)
    for (const entry of [...inHand.values()]) if (entry.voice === 'waiting') reconsiderWaiting(entry)
    reconsiderSpoken()
    nudges.reconsider()
    speaker.wake()
  }

  function take(reminder: ReminderFrame): void {
    const before = inHand.get(reminder.id)
    if (before !== undefined && (before.voice !== 'waiting' || before.reminder.n >= reminder.n)) return
    let settle = (_: Outcome) => {}
    const speech = new Promise<Outcome>((resolve) => {
      settle = resolve
    })
    const entry: InHand = { reminder, voice: 'waiting', settle }
    inHand.set(reminder.id, entry)
    const { notification, dialog } = displays.show(alertOf(reminder))
    void Promise.all([speech, notification, dialog]).then(([speech, notification, dialog]) => {
      if (inHand.get(reminder.id) !== entry) return
      inHand.delete(reminder.id)
      note({ speech, notification, dialog })
      source.announced(reminder, { speech, notification, dialog })
      reconsider()
    })
  }

  /** Before it was spoken, what is closed or answered is withdrawn: it was not announced, and should it come back, it is due. */
  function reconsiderWaiting(entry: InHand): void {
    if (source.standing(entry.reminder.id) !== 'open') inHand.delete(entry.reminder.id)
    else {
      const hush = hushOf(entry.reminder, deps.settings(), clock.now())
      if (hush !== undefined) finish(entry, hush)
    }
  }

  /** What is being said goes on while there is still somebody to say it to, for one of its reminders at least. */
  function reconsiderSpoken(): void {
    const spoken = [...inHand.values()].filter((entry) => entry.voice === 'speaking')
    const reasons = [
      ...spoken.map(({ reminder }) => pointless(reminder, hushOf)),
      ...nudged.map((reminder) => pointless(reminder, nudgeHush)),
    ]
    const [reason] = reasons
    if (reason !== undefined && reasons.every((r) => r !== undefined)) speaker.interrupt(reason)
  }

  function pointless(reminder: ReminderFrame, hush: typeof nudgeHush): Outcome | undefined {
    const standing = source.standing(reminder.id)
    return standing === 'open' ? hush(reminder, deps.settings(), clock.now()) : standing
  }

  function finish(entry: InHand, outcome: Outcome): void {
    entry.voice = 'done'
    entry.settle(outcome)
  }

  function nextTurn(): Turn | undefined {
    if (stopped) return undefined
    if (hushAt(deps.settings(), clock.now()) !== undefined) notices.drop('answered', 'muted')
    const first = notices.take('link', 'too_old', 'check')
    if (first !== undefined) return noticeTurn(first)
    const waiting = [...inHand.values()].filter((entry) => entry.voice === 'waiting')
    const up = nextUp(waiting.map((entry) => entry.reminder))
    if (up.length > 0)
      return reminderTurn(
        waiting.filter((entry) => up.includes(entry.reminder)),
        up,
      )
    const last = notices.take('answered')
    if (last !== undefined) return noticeTurn(last)
    const again = nudges.due()
    return again.length > 0 ? nudgeTurn(again) : undefined
  }

  /** Nothing is reported to the server, and nothing shown anew: whoever put the alert away hears it, and that is all. */
  function nudgeTurn(reminders: readonly ReminderFrame[]): Turn {
    const [first] = nextUp(reminders) as [ReminderFrame]
    nudged = reminders
    return {
      // Told as a repetition is, whatever its `n`: short, and how long it has waited.
      text: reminders.length === 1 ? tell({ ...first, n: first.n + 1 }) : deps.phrases().waiting(countsOf(reminders)),
      kind: reminderKind(first.type),
      level: first.level,
      done(speech) {
        nudged = []
        note({ speech })
        nudges.told(reminders)
      },
    }
  }

  function reminderTurn(entries: InHand[], up: ReminderFrame[]): Turn {
    const [first] = up as [ReminderFrame]
    for (const entry of entries) entry.voice = 'speaking'
    return {
      text: up.length === 1 ? tell(first) : deps.phrases().waiting(countsOf(up)),
      kind: reminderKind(first.type),
      level: first.level,
      done(outcome) {
        for (const entry of entries) finish(entry, outcome)
      },
    }
  }

  function noticeTurn({ text, level, ring = 'notice', settle }: WaitingNotice): Turn {
    return {
      text,
      kind: ring,
      level,
      done(speech) {
        note({ speech })
        settle(speech)
      },
    }
  }

  function tell(reminder: ReminderFrame): string {
    return deps.phrases().reminder(reminder, deps.serverNow(), { unaccepted: source.unaccepted(reminder.orderId) })
  }

  function alertOf(reminder: ReminderFrame): Alert {
    return { reminder, kind: reminderKind(reminder.type), text: tell(reminder) }
  }

  function note(outcomes: Trouble): void {
    trouble = troubleAfter(trouble, outcomes)
    deps.troubleChanged()
  }

  return {
    reconsider,
    say(notice) {
      const said = notices.add(notice)
      speaker.wake()
      return said
    },
    showAgain(reminder) {
      displays.show(alertOf(reminder))
    },
    trouble: () => trouble,
    stop() {
      stopped = true
      inHand.clear()
      nudges.stop()
      for (const kind of ['link', 'too_old', 'check', 'answered'] as const) notices.drop(kind, 'stopped')
      speaker.interrupt('stopped')
    },
  }
}

function countsOf(reminders: readonly ReminderFrame[]): Waiting {
  const count = (kind: AnyKind) => reminders.filter(({ type }) => reminderKind(type) === kind).length
  return { newOrders: count('new_order'), urges: count('urge'), cancels: count('cancel'), others: count('other') }
}
