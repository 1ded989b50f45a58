import type { Clock } from '../../../../shared/clock.ts'
import type { Chime, Ring } from '../../../core/ports.ts'
import { renderSound } from '../../../core/sounds/render-sound.ts'
import { soundOf } from '../../../core/sounds/sound-of.ts'

/** The wait for a press to unlock sound; without a press it never unlocks. */
const UNLOCK_MS = 400

/** Plays the short sound before the words. `not_allowed`: the page still waits for its first click. */
export function createBrowserChime(context: AudioContext | undefined, clock: Clock): Chime {
  return {
    async play(ring) {
      if (context === undefined) return 'no_audio_device'
      if (!(await isRunning(context, clock))) return 'not_allowed'
      const source = startRing(context, ring)
      await new Promise<void>((resolve) => source.addEventListener('ended', () => resolve()))
      return 'ok'
    },
  }
}

/** Starts a ring on an audio context, in its own sample rate; `ended` comes after the gap before the words. */
function startRing(context: AudioContext, ring: Ring): AudioBufferSourceNode {
  const samples = renderSound(soundOf(ring), context.sampleRate)
  const buffer = context.createBuffer(1, samples.length, context.sampleRate)
  buffer.copyToChannel(samples, 0)
  const source = new AudioBufferSourceNode(context, { buffer })
  source.connect(new GainNode(context, { gain: ring.volume })).connect(context.destination)
  source.start()
  return source
}

async function isRunning(context: AudioContext, clock: Clock): Promise<boolean> {
  if (context.state === 'running') return true
  await Promise.race([context.resume(), new Promise<void>((resolve) => clock.after(UNLOCK_MS, resolve))])
  // Read anew: waiting has changed it, or not.
  return (context as { state: AudioContextState }).state === 'running'
}
