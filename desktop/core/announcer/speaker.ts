import type { Clock } from '../../../shared/clock.ts'
import type { Chime, Outcome, Ring, Utterance, Voice } from '../ports.ts'
import type { Settings } from '../settings.ts'
import { within } from '../with-timeout.ts'
import { outcomeWord } from './outcome.ts'
import { volumeAt } from './volume-policy.ts'

const CHIME_LIMIT_MS = 5_000
const LONGEST_SPEECH_MS = 150_000

/** One thing to be heard: a ring, then words. */
export interface Turn {
  text: string
  kind: Ring['kind']
  level: Ring['level']
  /** Called once, when it was heard or given up. */
  done(outcome: Outcome): void
}

export interface Speaker {
  /** There may be something to say. */
  wake(): void
  /** Silences what is being said; its outcome is `why`. */
  interrupt(why: Outcome): void
}

/**
 * The longest an utterance may take before its engine counts as lost: well above what a slow voice needs (0.7 s a
 * character, and 25 s to start), since an engine that bounds itself knows better.
 */
export function speechLimitMs(text: string, rate: number): number {
  return Math.min(LONGEST_SPEECH_MS, 25_000 + (700 * text.length) / Math.min(1, rate))
}

/** How this device speaks, whatever it says. */
function mannerOf({ locale, rate, voice }: Settings): Pick<Utterance, 'locale' | 'rate' | 'voice'> {
  const chosen = voice[locale]
  return { locale, rate, ...(chosen !== null && { voice: chosen }) }
}

/** The one mouth of the device: a turn at a time, chime before speech, each call into the host bounded. */
export function createSpeaker(deps: {
  voice: Voice
  chime: Chime
  clock: Clock
  settings(): Settings
  /** What is to be said now; asked again after every turn, so that the order is decided as late as possible. */
  next(): Turn | undefined
  chimed(outcome: Outcome): void
}): Speaker {
  const { clock, voice } = deps
  let busy = false
  let interrupted: Outcome | undefined

  async function speakAll(): Promise<void> {
    busy = true
    try {
      for (let turn = deps.next(); turn !== undefined; turn = deps.next()) {
        interrupted = undefined
        turn.done(await utter(turn))
      }
    } finally {
      busy = false
    }
  }

  async function utter({ text, kind, level }: Turn): Promise<Outcome> {
    const settings = deps.settings()
    const { chime, volume: base } = settings
    const volume = volumeAt(level, base)
    const ring = { kind, level, volume }
    if (chime) await play(ring)
    if (interrupted !== undefined) return interrupted
    const manner = mannerOf(settings)
    const limit = speechLimitMs(text, manner.rate)
    const spoken = await within(clock, limit, () => voice.speak({ ...manner, text, volume }))
    if (spoken === 'timeout') silence()
    if (interrupted !== undefined) return interrupted
    // Where nothing could be said, something must be heard at least.
    if (!chime && spoken !== 'ok') await play(ring)
    return outcomeWord(spoken)
  }

  async function play(ring: Ring): Promise<void> {
    deps.chimed(outcomeWord(await within(clock, CHIME_LIMIT_MS, () => deps.chime.play(ring))))
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
    interrupt(why) {
      if (!busy || interrupted !== undefined) return
      interrupted = why
      silence()
    },
  }
}
