import type { Clock } from '../../../../shared/clock.ts'
import type { SpeechOutcome } from '../../../core/ports.ts'
import type { SoundPlayer } from './server-voice.ts'

/** A sound that has not ended this long after its time never will. */
const GRACE_MS = 8_000

/** Plays sound files on the page's audio context, the one of the chime. */
export function createSoundPlayer(context: AudioContext | undefined, clock: Clock): SoundPlayer {
  /** Counts `stop`s: a file that was being decoded then is not played. */
  let era = 0
  let end = (_outcome: SpeechOutcome) => {}

  function start(output: AudioContext, buffer: AudioBuffer, volume: number): Promise<SpeechOutcome> {
    const source = new AudioBufferSourceNode(output, { buffer })
    source.connect(new GainNode(output, { gain: volume })).connect(output.destination)
    return new Promise((resolve) => {
      const cancel = clock.after(buffer.duration * 1_000 + GRACE_MS, () => end('timeout'))
      end = (outcome) => {
        end = () => {}
        cancel()
        source.onended = null
        if (outcome !== 'ok') source.stop()
        source.disconnect()
        resolve(outcome)
      }
      source.onended = () => end('ok')
      source.start()
    })
  }

  return {
    async play(file, volume) {
      if (context === undefined) return 'no_audio_device'
      const mine = era
      const buffer = await context.decodeAudioData(file).catch(() => undefined)
      if (mine !== era) return 'stopped'
      // A page without its first press has a context that stands still: the sound would never end.
      if (buffer === undefined || context.state !== 'running') return 'failed'
      return await start(context, buffer, volume)
    },
    stop() {
      era += 1
      end('stopped')
    },
  }
}
