import type { Cancel, Clock } from '../../shared/clock.ts'
import { defendText } from '../../shared/speech/defend-text.ts'
import type { ChoosableVoice, InstalledVoice, SpeechOutcome, SystemVolume, Utterance } from '../core/ports.ts'
import { type ReportMissing, withChosenVoices } from './chosen-voice.ts'
import type { Saying, SpeechEngine, SpeechResult } from './engine.ts'

/** A {@link ChoosableVoice} that holds processes of the host and must be let go of. */
export interface HostVoice extends ChoosableVoice {
  /** The volume of the system that this voice speaks into; absent: it speaks into files. */
  systemVolume?: SystemVolume
  /** Silences, ends every process of ours, and answers all later utterances with `stopped`. */
  close(): void
}

/** Called for every utterance that was not heard, with the outcome and the engine's own words. For logs. */
export type ReportTrouble = (outcome: SpeechOutcome, detail: string) => void

interface SpeechJob {
  line: Utterance
  settle(outcome: SpeechOutcome): void
}

/** A request for the installed voices; it waits its turn, because an engine does one thing at a time. */
interface ListJob {
  settle(voices: readonly InstalledVoice[]): void
}

/** The limit for an engine to begin: PowerShell on a cold, guarded machine needs seconds. */
const START_LIMIT_MS = 15_000
/** The wait for a killed child. A child that not even the kernel can end must not silence the shop for ever. */
const KILL_GRACE_MS = 2_000
/** The most utterances that wait; a further one is `failed`. */
const MOST_WAITING = 64

/**
 * Limits the time that an utterance may sound, milliseconds: 5 s, and 0.35 s a character at normal speed, twice that
 * for a digit, which is often two words; at most a minute. Measured: espeak-ng's Mandarin, the slowest we know, takes
 * 0.26 s a character, so that the longest phrase (200) fits into the minute. Slower speech gets the more time.
 */
export function speakingLimitMs(text: string, rate: number): number {
  const units = text.length + (text.match(/\p{Nd}/gu)?.length ?? 0)
  return Math.min(5_000 + 350 * units, 60_000) / Math.min(1, rate)
}

/** Makes one voice of one engine: strictly one utterance at a time, in the order asked for, each within its limit. */
export function createQueuedVoice(deps: {
  engine: SpeechEngine
  clock: Clock
  report?: ReportTrouble
  missing?: ReportMissing
}): HostVoice {
  const { clock, report } = deps
  const engine = withChosenVoices(deps.engine, deps.missing)
  const waiting: (SpeechJob | ListJob)[] = []
  /** The list that has not begun yet: all requests in the meantime share it. */
  let listing: Promise<readonly InstalledVoice[]> | undefined
  let busy = false
  let closed = false
  /** Cuts what is being said now short. */
  let cut: ((outcome: SpeechOutcome) => void) | undefined

  async function drain(): Promise<void> {
    if (busy) return
    busy = true
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      // Whatever a host's callback throws, the promise is kept and the voice lives on.
      if ('line' in job) await perform(job).catch(() => job.settle('failed'))
      else await runList(job).catch(() => job.settle([]))
    }
    busy = false
  }

  /** Settles the job as soon as its outcome is known, and itself when the engine is free for the next one. */
  async function perform(job: SpeechJob): Promise<void> {
    const { text, rate } = job.line
    let saying: Saying | undefined
    let wasCut = false
    let settled = false
    let cancelLimit: Cancel = () => {}
    const limit = (ms: number) => {
      cancelLimit()
      if (!wasCut && !settled) cancelLimit = clock.after(ms, () => cut?.('timeout'))
    }
    try {
      const cutShort = new Promise<SpeechResult>((resolve) => {
        cut = (outcome) => {
          wasCut = true
          // First, so that it is this outcome and not the silenced engine's own.
          resolve({ outcome })
          saying?.silence()
        }
      })
      limit(START_LIMIT_MS)
      saying = engine.say(job.line, () => limit(speakingLimitMs(text, rate)))
      const { outcome, detail } = await Promise.race([saying.result, cutShort])
      job.settle(outcome)
      if (outcome !== 'ok' && outcome !== 'stopped') report?.(outcome, detail ?? '')
    } finally {
      cut = undefined
      settled = true
      cancelLimit()
      if (wasCut && saying !== undefined) await waitAtMost(KILL_GRACE_MS, saying.result)
    }
  }

  async function runList({ settle }: ListJob): Promise<void> {
    listing = undefined
    if (closed) return settle([])
    const current = engine.list()
    let cancelLimit: Cancel = () => {}
    const tooLong = new Promise<undefined>((resolve) => {
      cancelLimit = clock.after(START_LIMIT_MS, () => {
        current.abandon()
        resolve(undefined)
      })
    })
    settle((await Promise.race([current.voices, tooLong])) ?? [])
    cancelLimit()
    await waitAtMost(KILL_GRACE_MS, current.voices)
  }

  function waitAtMost(ms: number, promise: Promise<unknown>): Promise<void> {
    return new Promise((resolve) => {
      const cancel = clock.after(ms, resolve)
      void promise.then(() => {
        cancel()
        resolve()
      })
    })
  }

  function stop(): void {
    const forgotten = waiting.splice(0)
    cut?.('stopped')
    for (const job of forgotten) {
      if ('line' in job) job.settle('stopped')
      else waiting.push(job)
    }
  }

  return {
    ...(engine.abilities && { abilities: engine.abilities }),
    ...(engine.systemVolume && { systemVolume: engine.systemVolume }),
    speak(utterance) {
      if (closed) return Promise.resolve('stopped')
      const line = normalized(utterance)
      if (line.text === '' || waiting.length >= MOST_WAITING) return Promise.resolve('failed')
      return new Promise((settle) => {
        waiting.push({ line, settle })
        void drain()
      })
    },
    voices() {
      if (closed) return Promise.resolve([])
      if (listing !== undefined) return listing
      const requested = new Promise<readonly InstalledVoice[]>((settle) => void waiting.push({ settle }))
      // Before it can begin, which ends this.
      listing = requested
      void drain()
      return requested
    },
    stop,
    close() {
      closed = true
      engine.close()
      stop()
    },
  }
}

function normalized({ text, rate, volume, ...rest }: Utterance): Utterance {
  return { ...rest, text: defendText(text), rate: clamp(0.5, rate, 2), volume: clamp(0, volume, 1) }
}

/** Brings a number into its bounds; NaN becomes 1, an engine's normal. */
function clamp(low: number, value: number, high: number): number {
  return Number.isNaN(value) ? 1 : Math.min(high, Math.max(low, value))
}
