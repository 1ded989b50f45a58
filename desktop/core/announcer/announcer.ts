import type { Clock } from '../../../shared/clock.ts'
import type { Phrases } from '../../../shared/phrases/phrases.ts'
import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
import { LEVEL, reminderKind } from '../../../shared/reminder.ts'
import type { Alert, Chime, Dialog, Notifier, Outcome, SystemVolume, Voice } from '../ports.ts'
import type { Settings } from '../settings.ts'
import { createDeviceMessages, type DeviceMessage, IDLE_KINDS, type WaitingMessage } from './device-messages.ts'
import { createDisplays } from './displays.ts'
import { createLateVoice } from './late-voice.ts'
import { createLocalRepeats, repeatLevel, repeatSuppression, repeatsLocally } from './local-repeats.ts'
import { nextUp, oneSentence } from './next-up.ts'
import { type Spoken, spokenOf, type Trouble, troubleAfter } from './outcome.ts'
import { createOwedWarnings } from './owed-warnings.ts'
import type { LocalState, ReminderSource } from './reminder-source.ts'
import { createSpeaker, type SpeechItem } from './speaker.ts'
import { createTeller } from './teller.ts'
import { generalSuppression, reminderSuppression } from './volume-policy.ts'
import { createVolumeWatch, type RaisedVolume } from './volume-watch.ts'

export type { LocalState, ReminderSource }

export interface Announcer {
  /** Begins due reminders, silences pointless speech, and takes down closed reminders. Call it after every change. */
  reconsider(): void
  /** Queues a device message; resolves to the outcome of its speech. Never rejects. */
  say(message: DeviceMessage): Promise<Outcome>
  /** Shows an alert again without announcing it again, as after a refused answer. */
  showAgain(reminder: ReminderFrame): void
  /** Tells the warnings of a reminder whose order was accepted, if this device has not told them. */
  accepted(reminder: ReminderFrame): void
  trouble(): Trouble
  /** The latest time at which this device raised the system's volume. */
  raised(): RaisedVolume | undefined
  /** Silences everything, at once and for good. A reminder whose sound had not ended stays unannounced. */
  stop(): void
}

/** The sentences that wait for every reminder; the screen has them, too. */
const ASIDE = ['printer', 'intake', 'answered'] as const
/** The sentences that a mute silences, and a device that only rings does not speak. */
const PASSING_KINDS = [...ASIDE, ...IDLE_KINDS] as const

/** One (id, n) from the moment it falls due until it is announced. */
interface PendingAnnouncement {
  reminder: ReminderFrame
  voice: 'waiting' | 'speaking' | 'done'
  settle(spoken: Spoken): void
}

/**
 * Announces reminders by dialog, notification and voice. Dialog and notification appear at once; the voice takes one
 * item at a time: the link, then urges and cancellations, then new orders. None of the three depends on another's
 * success.
 *
 * I8: (id, n) is pending once, and counts as announced only after its sound and its displays have ended.
 * I9: a closed reminder is neither begun nor spoken to its end, and its displays are taken down.
 */
export function createAnnouncer(deps: {
  voice: Voice
  chime: Chime
  notifier: Notifier
  dialog: Dialog
  systemVolume?: SystemVolume | undefined
  clock: Clock
  phrases(): Phrases
  settings(): Settings
  /** The server's wall clock, milliseconds, for "has waited four minutes". */
  serverNow(): number
  source: ReminderSource
  troubleChanged(): void
}): Announcer {
  const { clock, source } = deps
  /** By reminder id. A higher `n` replaces the lower before its speech, and waits for it during its speech. */
  const pending = new Map<string, PendingAnnouncement>()
  const messages = createDeviceMessages()
  const displays = createDisplays(deps)
  const repeats = createLocalRepeats({
    clock,
    settings: deps.settings,
    candidates: () => source.announcedOpen().filter(({ id, type }) => repeatsLocally(type) && !pending.has(id)),
    wake: () => speaker.wake(),
  })
  const teller = createTeller(deps)
  const late = createLateVoice(source)
  const warnings = createOwedWarnings()
  /** The reminders of the local repeat that is spoken now. */
  let repeating: readonly ReminderFrame[] = []
  /** Whether a sentence is spoken that gives way to everything else. */
  let idle = false
  const volume = createVolumeWatch({ ...deps, looked: (system_volume) => note({ system_volume }) })
  const speaker = createSpeaker({
    ...deps,
    next: nextItem,
    prepareVolume: volume.prepare,
    chimed: (chime) => note({ chime }),
  })
  let trouble: Trouble = {}
  let stopped = false
  deps.voice.onVoice?.((locale) => {
    if (locale !== deps.settings().locale) return
    late.came()
    speaker.wake()
  })

  function reconsider(): void {
    if (stopped) return
    displays.tidy((id) => source.localState(id) === 'open')
    warnings.tidy((id) => source.localState(id) !== 'closed')
    for (const reminder of source.due()) begin(reminder)
    for (const announcement of [...pending.values()])
      if (announcement.voice === 'waiting') reconsiderWaiting(announcement)
    if (idle && [...pending.values()].some(({ voice }) => voice === 'waiting')) speaker.interrupt('superseded')
    reconsiderSpoken()
    repeats.reconsider()
    speaker.wake()
  }

  function begin(reminder: ReminderFrame): void {
    const before = pending.get(reminder.id)
    if (before !== undefined && (before.voice !== 'waiting' || before.reminder.n >= reminder.n)) return
    let settle = (_: Spoken) => {}
    const speech = new Promise<Spoken>((resolve) => {
      settle = resolve
    })
    const announcement: PendingAnnouncement = { reminder, voice: 'waiting', settle }
    pending.set(reminder.id, announcement)
    const { notification, dialog } = displays.show(alertOf(reminder))
    void Promise.all([speech, notification, dialog]).then(([spoken, notification, dialog]) => {
      if (pending.get(reminder.id) !== announcement) return
      pending.delete(reminder.id)
      note({ speech: spoken.speech, notification, dialog })
      source.announced(reminder, { ...spoken, notification, dialog })
      reconsider()
    })
  }

  /**
   * Withdraws a closed or answered reminder before its speech: it was not announced, so it is due should it come back.
   */
  function reconsiderWaiting(announcement: PendingAnnouncement): void {
    if (source.localState(announcement.reminder.id) !== 'open') pending.delete(announcement.reminder.id)
    else {
      const suppression = reminderSuppression(announcement.reminder, deps.settings(), clock.now())
      if (suppression !== undefined) finish(announcement, { speech: suppression })
    }
  }

  /** Interrupts the speech once every reminder in it is closed, answered or suppressed. */
  function reconsiderSpoken(): void {
    const spoken = [...pending.values()].filter((announcement) => announcement.voice === 'speaking')
    const reasons = [
      ...spoken.map(({ reminder }) => silenceReason(reminder, reminderSuppression)),
      ...repeating.map((reminder) => silenceReason(reminder, repeatSuppression)),
    ]
    const [reason] = reasons
    if (reason !== undefined && reasons.every((r) => r !== undefined)) speaker.interrupt(reason)
  }

  function silenceReason(reminder: ReminderFrame, suppression: typeof repeatSuppression): Outcome | undefined {
    const localState = source.localState(reminder.id)
    return localState === 'open' ? suppression(reminder, deps.settings(), clock.now()) : localState
  }

  function finish(announcement: PendingAnnouncement, spoken: Spoken): void {
    announcement.voice = 'done'
    announcement.settle(spoken)
  }

  function nextItem(): SpeechItem | undefined {
    if (stopped) return undefined
    const { output } = deps.settings()
    if (generalSuppression(deps.settings(), clock.now()) !== undefined) messages.drop(PASSING_KINDS, 'muted')
    if (output !== 'speak') messages.drop(PASSING_KINDS, 'speech_off')
    if (output === 'show') messages.drop(['link', 'too_old'], 'show_only')
    const first = messages.take('link', 'too_old', 'check')
    if (first !== undefined) return deviceMessageItem(first)
    const owed = owedItem()
    if (owed !== undefined) return owed
    const waiting = [...pending.values()].filter((announcement) => announcement.voice === 'waiting')
    const up = nextUp(waiting.map((announcement) => announcement.reminder))
    if (up.length > 0)
      return reminderItem(
        waiting.filter((announcement) => up.includes(announcement.reminder)),
        up,
      )
    const last = messages.take(...ASIDE)
    if (last !== undefined) return deviceMessageItem(last)
    const untold = late.next()
    if (untold !== undefined && repeatSuppression(untold, deps.settings(), clock.now()) === undefined)
      return repeatItem([untold])
    const again = oneSentence(repeats.due())
    if (again.length > 0) return repeatItem(again)
    // A quiet evening is one on which nothing waits.
    if (source.waiting().length > 0) messages.drop(IDLE_KINDS, 'superseded')
    const quiet = messages.take(...IDLE_KINDS)
    idle = quiet !== undefined
    return quiet && deviceMessageItem(quiet)
  }

  /** Speaks the warnings of an accepted order, where this device speaks of new orders now. */
  function owedItem(): SpeechItem | undefined {
    for (let owed = warnings.next(); owed !== undefined; owed = warnings.next()) {
      const silent = repeatSuppression(owed, deps.settings(), clock.now()) !== undefined
      if (silent || deps.settings().output !== 'speak') continue
      const done = (speech: Outcome) => note({ speech })
      return { texts: teller.warningsOf(owed), kind: 'notice', level: LEVEL.normal, done }
    }
    return undefined
  }

  /** Speaks a local repeat. It is not an announcement: nothing is reported to the server, and nothing is shown. */
  function repeatItem(reminders: readonly ReminderFrame[]): SpeechItem {
    const [first] = nextUp(reminders) as [ReminderFrame]
    repeating = reminders
    return {
      texts: teller.textsOf(reminders),
      kind: reminderKind(first.type),
      level: repeatLevel(first, deps.serverNow()),
      done(speech) {
        repeating = []
        tell(reminders, speech)
        note({ speech })
        repeats.repeated(reminders)
      },
    }
  }

  function reminderItem(announcements: PendingAnnouncement[], up: ReminderFrame[]): SpeechItem {
    const [first] = up as [ReminderFrame]
    for (const announcement of announcements) announcement.voice = 'speaking'
    return {
      texts: teller.textsOf(up),
      kind: reminderKind(first.type),
      level: first.level,
      done(outcome) {
        tell(up, outcome)
        for (const announcement of announcements) finish(announcement, spokenOf(up, outcome))
      },
    }
  }

  function deviceMessageItem({ text, level, kind, ring = 'notice', settle }: WaitingMessage): SpeechItem {
    return {
      texts: [text],
      kind: ring,
      level,
      asked: kind === 'check',
      aside: PASSING_KINDS.some((one) => one === kind),
      done(speech) {
        idle = false
        note({ speech })
        settle(speech)
      },
    }
  }

  /** Notes a full telling: a reminder that was only counted, or cut off, is told in full the next time. */
  function tell(reminders: readonly ReminderFrame[], speech: Outcome): void {
    late.spoken(reminders, speech)
    warnings.spoken(reminders, speech)
    const [reminder, ...others] = reminders
    if (reminder !== undefined && others.length === 0 && speech === 'ok') source.toldInFull(reminder.id)
  }

  function alertOf(reminder: ReminderFrame): Alert {
    return { reminder, kind: reminderKind(reminder.type), text: teller.textsOf([reminder]).join(' · ') }
  }

  function note(outcomes: Trouble): void {
    trouble = troubleAfter(trouble, outcomes)
    deps.troubleChanged()
  }

  return {
    reconsider,
    say(message) {
      const said = messages.add(message)
      if (idle && !PASSING_KINDS.some((one) => one === message.kind)) speaker.interrupt('superseded')
      speaker.wake()
      return said
    },
    showAgain(reminder) {
      displays.show(alertOf(reminder))
    },
    accepted(reminder) {
      warnings.accepted(reminder)
      speaker.wake()
    },
    trouble: () => trouble,
    raised: volume.raised,
    stop() {
      stopped = true
      volume.stop()
      pending.clear()
      repeats.stop()
      messages.drop(['link', 'too_old', 'check', ...PASSING_KINDS], 'stopped')
      speaker.interrupt('stopped')
    },
  }
}
