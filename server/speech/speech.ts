import type { SpeechRequest } from '../../shared/api/speech.ts'
import type { Clock } from '../../shared/clock.ts'
import { appError } from '../lib/app-error.ts'
import { createSemaphore } from '../lib/semaphore.ts'
import { renderByEspeak } from './espeak.ts'
import { createSoundCache } from './sound-cache.ts'

/** Runs of the engine at one time: payments need the processor as well. */
const AT_ONCE = 2
/** Most sentences that are being rendered or wait for it: some ten seconds of work on a slow machine. */
const MOST_WAITING = 16
const BUSY_MS = 1_000
/** Most bytes of rendered sentences in memory: some six minutes. */
const CACHE_BYTES = 16 * 2 ** 20

export interface Speech {
  /**
   * Renders a sentence as a RIFF/WAVE file, or finds it rendered. Rejects with `speech_unavailable`, `speech_busy` and
   * `speech_failed`.
   */
  render(sentence: SpeechRequest): Promise<Buffer>
  /** Ends every process of ours. */
  close(): void
}

/** Makes speech of sentences by a program of this machine. It is looked for when it is needed, and not before. */
export function createSpeech({ clock, program }: { clock: Pick<Clock, 'after'>; program: string }): Speech {
  const stopping = new AbortController()
  const cache = createSoundCache(CACHE_BYTES)
  const inTurn = createSemaphore(AT_ONCE)
  const rendering = new Map<string, Promise<Buffer>>()

  async function begin(name: string, sentence: SpeechRequest): Promise<Buffer> {
    try {
      const sound = await inTurn(() => renderByEspeak({ clock, program, stopping: stopping.signal }, sentence))
      cache.put(name, sound)
      return sound
    } finally {
      rendering.delete(name)
    }
  }

  return {
    async render(sentence) {
      const { text, locale, rate } = sentence
      const name = JSON.stringify([locale, rate.toFixed(2), text])
      const known = cache.get(name) ?? rendering.get(name)
      if (known !== undefined) return await known
      if (rendering.size >= MOST_WAITING) throw appError('speech_busy', { retryMs: BUSY_MS })
      const begun = begin(name, sentence)
      rendering.set(name, begun)
      return await begun
    },
    close: () => stopping.abort(),
  }
}
