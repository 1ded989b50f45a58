import type { Clock } from '../../../shared/clock.ts'
import { LEVEL } from '../../../shared/reminder.ts'
import type { Chime, Outcome, Ring, Utterance, Voice } from '../ports.ts'
import type { Settings } from '../settings.ts'
import { withTimeout } from '../with-timeout.ts'
import { readOutcome } from './outcome.ts'
import type { PreparedVolume } from './prepare-volume.ts'
import { createVoiceTrust } from './voice-trust.ts'
import { chimeVolumeAt, volumeAt } from './volume-policy.ts'

const CHIME_LIMIT_MS = 5_000
const LONGEST_SPEECH_MS = 150_000
/** The longest time for which words wait after the chime until the system's volume is raised. */
export const RAISE_WAIT_MS = 1_000

/** One thing to be heard: a chime, then words. */
export interface SpeechItem {
  /** Its sentences, one after the other. After one that was not said, the others are not tried. */
  texts: readonly string[]
  kind: Ring['kind']
  level: Ring['level']
  /** A remark that nobody needs to hear: the system's volume is neither looked at nor raised for it. */
  aside?: boolean
  /** A sound check, which is spoken whatever the settings say of this device's output. */
  asked?: boolean
  /** Called once, with the outcome of the speech. */
  done(outcome: Outcome): void
}

export interface Speaker {
  /** Starts speaking if `next` has an item. */
  wake(): void
  /** Silences the item that is being spoken; `outcome` becomes its outcome. */
  interrupt(outcome: Outcome): void
}

/**
 * Computes the longest time for an utterance, milliseconds, after which its engine counts as lost: 25 s to start and
 * 0.7 s a character, 150 s at most. That is well above the need of a slow voice, since an engine may bound itself.
 * `rate`: 1 is the normal speed.
 */
export function speechLimitMs(text: string, rate: number): number {
  return Math.min(LONGEST_SPEECH_MS, 25_000 + (700 * text.length) / Math.min(1, rate))
}

/** Takes language, speed and voice from the settings. */
function mannerOf({ locale, rate, voice }: Settings): Pick<Utterance, 'locale' | 'rate' | 'voice'> {
  const chosen = voice[locale]
  return { locale, rate, ...(chosen !== null && { voice: chosen }) }
}

/**
 * Speaks one item at a time, chime before words. Each call into the host is bounded; a failure becomes an outcome. A voice
 * that does not answer is given up for a minute: meanwhile the chime rings at full, and the outcome is `engine_failed`.
 */
export function createSpeaker(deps: {
  voice: Voice
  chime: Chime
  clock: Clock
  settings(): Settings
  /** Picks the item to speak now; called again after every item, so that the order is decided as late as possible. */
  next(): SpeechItem | undefined
  /** Looks at the system's volume, and raises it where that is allowed. Never rejects. */
  prepareVolume(): Promise<PreparedVolume>
  /** Receives the outcome of every chime. */
  chimed(outcome: Outcome): void
}): Speaker {
  const { clock, voice } = deps
  const trust = createVoiceTrust(clock)
  let busy = false
  let interrupted: Outcome | undefined

  /** Tells the voice the words that will follow the chime. */
  function prepare({ texts, level, asked }: SpeechItem): void {
    const settings = deps.settings()
    if (settings.output !== 'speak' && !asked) return
    const manner = { ...mannerOf(settings), volume: volumeAt(level, settings.volume) }
    try {
      for (const text of texts) voice.prepare?.({ ...manner, text })
    } catch {
      // What was not got ready is spoken a little later.
    }
  }

  async function speakAll(): Promise<void> {
    busy = true
    try {
      for (let item = deps.next(); item !== undefined; item = deps.next()) {
        interrupted = undefined
        prepare(item)
        item.done(await utter(item))
      }
    } finally {
      busy = false
    }
  }

  async function utter({ texts, kind, level, asked, aside }: SpeechItem): Promise<Outcome> {
    const settings = deps.settings()
    const { volume: base } = settings
    const wordless = settings.output !== 'speak' && !asked
    // A sound check is a human's question, and is never answered from memory.
    const givenUp = !wordless && !asked && !trust.trusted()
    const chime = settings.chime || wordless || givenUp
    const volume = volumeAt(level, base)
    // Where the words are missing the chime has to carry alone.
    const ring = { kind, level, volume: chimeVolumeAt(givenUp ? LEVEL.loudest : level, base) }
    // Beside the chime and the words, so that looking takes no time.
    const looking: Promise<PreparedVolume> = aside ? Promise.resolve({ outcome: 'ok' }) : deps.prepareVolume()
    if (chime) await play(ring)
    if (settings.raiseVolume) {
      const early = await withTimeout(clock, RAISE_WAIT_MS, () => looking)
      const raised = typeof early === 'object' && early.raisedTo !== undefined
      // Nobody has heard the first one.
      if (chime && raised && interrupted === undefined) await play(ring)
    }
    if (interrupted !== undefined) return interrupted
    if (wordless) {
      const { outcome } = await looking
      return outcome === 'ok' ? 'ring_only' : outcome
    }
    if (givenUp) return 'engine_failed'
    const spoken = readOutcome(await speakTexts(texts, { ...mannerOf(settings), volume }))
    trust.spoken(spoken)
    if (interrupted !== undefined) return interrupted
    // Without words a chime is heard at least.
    if (!chime && spoken !== 'ok') await play(ring)
    // Spoken all the same: a look may be wrong, and a hand may turn it up in the middle of the words.
    return spoken === 'ok' ? (await looking).outcome : spoken
  }

  async function speakTexts(texts: readonly string[], manner: Omit<Utterance, 'text'>): Promise<unknown> {
    for (const text of texts) {
      const limit = speechLimitMs(text, manner.rate)
      const spoken = await withTimeout(clock, limit, () => voice.speak({ ...manner, text }))
      if (spoken === 'timeout') silence()
      if (interrupted !== undefined || spoken !== 'ok') return spoken
    }
    return 'ok'
  }

  async function play(ring: Ring): Promise<void> {
    deps.chimed(readOutcome(await withTimeout(clock, CHIME_LIMIT_MS, () => deps.chime.play(ring))))
  }

  function silence(): void {
    try {
      voice.stop()
    } catch {
      // A voice that cannot be stopped is bounded by the limit of the utterance.
    }
  }

  return {
    wake() {
      if (!busy) void speakAll()
    },
    interrupt(outcome) {
      if (!busy || interrupted !== undefined) return
      interrupted = outcome
      silence()
    },
  }
}
