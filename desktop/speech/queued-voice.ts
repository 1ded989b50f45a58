import type { Cancel, Clock } from '../../shared/clock.ts'
import type { ChoosableVoice, InstalledVoice, SpeechOutcome, Utterance } from '../core/ports.ts'
import { type ReportMissing, withChosenVoices } from './chosen-voice.ts'
import { defendText } from './defend-text.ts'
import type { Saying, SpeechEngine, SpeechResult } from './engine.ts'

/** A {@link ChoosableVoice} that holds processes of the host and must be let go of. */
export interface HostVoice extends ChoosableVoice {
  /** Silences, ends every process of ours, and answers all later utterances with `stopped`. */
  close(): void
}

/** Hears of every utterance that was not heard: why, and what the engine said about it. For logs. */
export type ReportTrouble = (outcome: SpeechOutcome, detail: string) => void

interface Job {
  line: Utterance
  settle(outcome: SpeechOutcome): void
}

/** Somebody wants to know what is installed; it waits its turn, because an engine does one thing at a time. */
interface Look {
  settle(voices: readonly InstalledVoice[]): void
}

/** How long an engine may take before it begins: PowerShell on a cold, guarded machine needs seconds. */
const START_LIMIT_MS = 15_000
/** How long we wait for a killed child. One that not even the kernel can end must not silence the shop for ever. */
const KILL_GRACE_MS = 2_000
/** More than anybody wants to hear; whoever floods us is told `failed`. */
const MOST_WAITING = 64

/**
 * How long an utterance may sound: 5 s, and 0.35 s a character at normal speed, twice that for a digit, which is often
 * two words; at most a minute. Measured: espeak-ng's Mandarin, the slowest we know, takes 0.26 s a character, so that
 * the longest phrase (200) fits into the minute. Slower speech gets the more time.
 */
export function speakingLimitMs(text: string, rate: number): number {
  const units = text.length + (text.match(/\p{Nd}/gu)?.length ?? 0)
  return Math.min(5_000 + 350 * units, 60_000) / Math.min(1, rate)
}

/** One engine, one voice: strictly one utterance at a time, in the order asked for, each within its limit. */
export function createQueuedVoice(deps: {
  engine: SpeechEngine
  clock: Clock
  report?: ReportTrouble
  missing?: ReportMissing
}): HostVoice {
  const { clock, report } = deps
  const engine = withChosenVoices(deps.engine, deps.missing)
  const waiting: (Job | Look)[] = []
  /** The look that has not begun yet: whoever asks meanwhile gets the same. */
  let looking: Promise<readonly InstalledVoice[]> | undefined
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
      else await look(job).catch(() => job.settle([]))
    }
    busy = false
  }

  /** Settles the job as soon as its outcome is known, and itself when the engine is free for the next one. */
  async function perform(job: Job): Promise<void> {
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
      if (wasCut && saying !== undefined) await atMost(KILL_GRACE_MS, saying.result)
    }
  }

  async function look({ settle }: Look): Promise<void> {
    looking = undefined
    if (closed) return settle([])
    const listing = engine.list()
    let cancelLimit: Cancel = () => {}
    const tooLong = new Promise<undefined>((resolve) => {
      cancelLimit = clock.after(START_LIMIT_MS, () => {
        listing.abandon()
        resolve(undefined)
      })
    })
    settle((await Promise.race([listing.voices, tooLong])) ?? [])
    cancelLimit()
    await atMost(KILL_GRACE_MS, listing.voices)
  }

  function atMost(ms: number, promise: Promise<unknown>): Promise<void> {
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
    speak(utterance) {
      if (closed) return Promise.resolve('stopped')
      const line = settleRanges(utterance)
      if (line.text === '' || waiting.length >= MOST_WAITING) return Promise.resolve('failed')
      return new Promise((settle) => {
        waiting.push({ line, settle })
        void drain()
      })
    },
    voices() {
      if (closed) return Promise.resolve([])
      if (looking !== undefined) return looking
      const look = new Promise<readonly InstalledVoice[]>((settle) => void waiting.push({ settle }))
      // Before it can begin, which ends this.
      looking = look
      void drain()
      return look
    },
    stop,
    close() {
      closed = true
      engine.close()
      stop()
    },
  }
}

function settleRanges({ text, rate, volume, ...rest }: Utterance): Utterance {
  return { ...rest, text: defendText(text), rate: within(0.5, rate, 2), volume: within(0, volume, 1) }
}

/** A number that is none means 1, an engine's normal. */
function within(low: number, value: number, high: number): number {
  return Number.isNaN(value) ? 1 : Math.min(high, Math.max(low, value))
}
