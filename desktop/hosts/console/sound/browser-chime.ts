import type { Clock } from '../../../../shared/clock.ts'
import type { Chime } from '../../../core/ports.ts'
import { type Note, tuneOf } from './tunes.ts'

/** Partials of a struck bell, by pitch and loudness; the second is a little off, as in real ones. */
const PARTIALS = [
  { times: 1, loudness: 1 },
  { times: 2.01, loudness: 0.35 },
  { times: 2.99, loudness: 0.12 },
]
/** The wait for a press to unlock sound; without a press it never unlocks. */
const UNLOCK_MS = 400
const ATTACK_S = 0.008
const LOUDEST = 0.5
const SILENCE = 0.0001

/** Synthesizes the short sound before the words. `not_allowed`: the page still waits for its first click. */
export function createBrowserChime(context: AudioContext | undefined, clock: Clock): Chime {
  function strike(
    audio: AudioContext,
    wave: OscillatorType,
    note: Note,
    start: number,
    volume: number,
  ): OscillatorNode[] {
    const from = start + note.at
    return PARTIALS.map(({ times, loudness }) => {
      const oscillator = new OscillatorNode(audio, { type: wave, frequency: note.pitch * times })
      const gain = new GainNode(audio, { gain: SILENCE })
      gain.gain.setValueAtTime(SILENCE, from)
      gain.gain.exponentialRampToValueAtTime(volume * loudness * LOUDEST, from + ATTACK_S)
      gain.gain.exponentialRampToValueAtTime(SILENCE, from + note.length)
      oscillator.connect(gain).connect(audio.destination)
      oscillator.start(from)
      oscillator.stop(from + note.length)
      return oscillator
    })
  }

  return {
    async play(ring) {
      if (context === undefined) return 'no_audio_device'
      if (!(await isRunning(context, clock))) return 'not_allowed'
      const { wave, notes } = tuneOf(ring)
      const start = context.currentTime + 0.02
      const struck = notes.flatMap((note) => strike(context, wave, note, start, ring.volume))
      await Promise.all(
        struck.map(
          (oscillator) => new Promise<void>((resolve) => oscillator.addEventListener('ended', () => resolve())),
        ),
      )
      return 'ok'
    },
  }
}

async function isRunning(context: AudioContext, clock: Clock): Promise<boolean> {
  if (context.state === 'running') return true
  await Promise.race([context.resume(), new Promise<void>((resolve) => clock.after(UNLOCK_MS, resolve))])
  // Read anew: waiting has changed it, or not.
  return (context as { state: AudioContextState }).state === 'running'
}
