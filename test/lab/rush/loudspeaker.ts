import type { Chime, Ring, SpeechOutcome, Voice } from '../../../desktop/core/ports.ts'
import { soundSeconds } from '../../../desktop/core/sounds/render-sound.ts'
import { soundOf } from '../../../desktop/core/sounds/sound-of.ts'
import type { Clock } from '../../../shared/clock.ts'
import { naturalAbilities } from '../../../shared/phrases/reading/abilities.ts'
import { espeakPace, naturalPace } from '../../../shared/phrases/reading/pace.ts'
import type { Sound } from './history.ts'
import type { DevicePlan } from './layouts.ts'

/** What one device sounds like: chime and voice take their time, and everything is written down. */
export interface Loudspeaker {
  voice: Voice
  chime: Chime
  /** Resolves when no words are being spoken; at once, when none are. */
  quiet(): Promise<void>
  /** Switches the loudspeaker off or on, unknown to the app. */
  switchOn(on: boolean): void
  /** Lets every sentence from now on begin, and none end. */
  hang(): void
}

/** Makes the loudspeaker of a device, with the pace of its kind of voice. `sounded` is called as each sound begins. */
export function createLoudspeaker(deps: {
  clock: Clock
  plan: DevicePlan
  /** The index of the device. */
  device: number
  isConnected(): boolean
  sounded(sound: Sound): void
}): Loudspeaker {
  const { clock, plan, device } = deps
  const pace = plan.voice === 'natural' ? naturalPace : espeakPace
  let on = true
  let hung = false
  let last: Sound | undefined
  let end: ((outcome: SpeechOutcome) => void) | undefined
  const listeners = new Set<() => void>()

  function begin({ kind, level }: Pick<Ring, 'kind' | 'level'>, lasts: number): Sound {
    const at = clock.elapsed()
    const sound = { device, kind, level, at, rungUntil: at + lasts, audible: on, words: [] }
    deps.sounded(sound)
    return sound
  }

  return {
    chime: {
      play(ring) {
        const ms = soundSeconds(soundOf(ring)) * 1_000
        last = begin(ring, ms)
        return new Promise((resolve) => void clock.after(ms, () => resolve('ok')))
      },
    },
    voice: {
      ...(plan.voice === 'natural' && { abilities: naturalAbilities }),
      speak({ text, rate }) {
        // Words without a chime would be a sound of their own; every device here has its chime on.
        last ??= begin({ kind: 'notice', level: 1 }, 0)
        const words: Sound['words'][number] = {
          ...{ text, from: clock.elapsed(), audible: on, connected: deps.isConnected() },
        }
        last.words.push(words)
        if (hung) return new Promise(() => {})
        return new Promise((resolve) => {
          end = (outcome) => {
            cancel()
            end = undefined
            words.until = clock.elapsed()
            words.outcome = outcome
            for (const heard of listeners) heard()
            listeners.clear()
            resolve(outcome)
          }
          const cancel = clock.after((pace(text) / rate) * 1_000, () => end?.('ok'))
        })
      },
      stop: () => end?.('stopped'),
    },
    quiet: () => (end === undefined ? Promise.resolve() : new Promise((resolve) => void listeners.add(resolve))),
    switchOn(next) {
      on = next
    },
    hang() {
      hung = true
    },
  }
}
