import type { Locale } from '../../../../shared/locales.ts'
import { phrasesFor } from '../../../../shared/phrases/index.ts'
import type { Logger, SpeechOutcome, Utterance } from '../../../core/ports.ts'
import type { Rendered, SpeechRequests } from '../net/speech-requests.ts'

/** The knowledge of whether the server speaks a language; `looking`: it has been asked for the first time. */
export type ServerSpeech = 'unknown' | 'looking' | 'speaks' | 'silent'

/** Plays sound files on this page. */
export interface SoundPlayer {
  /** Plays a sound file to its end, at `volume` (0–1). One at a time. Never rejects. */
  play(file: ArrayBuffer, volume: number): Promise<SpeechOutcome>
  /** Ends what is being played; its promise resolves `stopped`. */
  stop(): void
}

/** The voice of a page whose browser has none: sentences that the server renders. */
export interface ServerVoice {
  /** Asks for a sentence before it is spoken. */
  prepare(utterance: Utterance): void
  /** Speaks one utterance at a time. `no_voice`: the server does not speak, or cannot be reached. Never rejects. */
  speak(utterance: Utterance): Promise<SpeechOutcome>
  stop(): void
  state(locale: Locale): ServerSpeech
  /** Finds out whether the server speaks a language, unless that is known. */
  look(locale: Locale): void
  /** Makes `look` ask again about what the server did not speak: it may be another one now. */
  doubt(): void
  /** Calls `listener` with a language whenever the server begins to speak it. */
  onVoice(listener: (locale: Locale) => void): void
}

/** Refusals of one sentence, which say nothing about the next. */
const PASSING = ['speech_busy', 'speech_failed', 'rate_limited', 'internal', 'body_invalid']
/** Sentences that are asked for ahead: one announcement has seldom more than two. */
const MOST_PREPARED = 4

/** Makes the voice of a page out of sentences that the server renders. `changed`: `state` tells something new. */
export function createServerVoice(deps: {
  requests: Pick<SpeechRequests, 'render'>
  player: SoundPlayer
  log: Pick<Logger, 'info' | 'warn'>
  changed(): void
}): ServerVoice {
  const { requests, player, log } = deps
  const states = new Map<Locale, ServerSpeech>()
  const doubted = new Set<Locale>()
  const prepared = new Map<string, Promise<Rendered>>()
  const listeners: ((locale: Locale) => void)[] = []
  let cut = () => {}

  async function render({ text, locale, rate }: Pick<Utterance, 'text' | 'locale' | 'rate'>): Promise<Rendered> {
    const rendered = await requests.render({ text, locale, rate })
    if (rendered.ok) become(locale, 'speaks')
    else if (!PASSING.includes(rendered.code)) become(locale, 'silent', rendered.code)
    else if (states.get(locale) === 'looking') states.delete(locale)
    return rendered
  }

  function become(locale: Locale, now: 'speaks' | 'silent', code?: string): void {
    const before = states.get(locale)
    states.set(locale, now)
    if (before === now) return
    if (now === 'speaks') {
      log.info('the server speaks for this browser', { locale })
      for (const listener of listeners) listener(locale)
    } else log.warn('the server does not speak for this browser', { locale, code })
    deps.changed()
  }

  /** Takes the sentence that was asked for ahead, or asks for it now. */
  function take(utterance: Utterance): Promise<Rendered> {
    const name = nameOf(utterance)
    const rendered = prepared.get(name) ?? render(utterance)
    prepared.delete(name)
    return rendered
  }

  return {
    prepare(utterance) {
      const name = nameOf(utterance)
      if (prepared.has(name)) return
      prepared.set(name, render(utterance))
      for (const oldest of prepared.keys()) {
        if (prepared.size <= MOST_PREPARED) break
        prepared.delete(oldest)
      }
    },
    async speak(utterance) {
      const stopped = new Promise<undefined>((resolve) => {
        cut = () => resolve(undefined)
      })
      const rendered = await Promise.race([take(utterance), stopped])
      if (rendered === undefined) return 'stopped'
      if (!rendered.ok) return PASSING.includes(rendered.code) ? 'failed' : 'no_voice'
      return await player.play(rendered.sound, utterance.volume)
    },
    stop() {
      prepared.clear()
      cut()
      player.stop()
    },
    state: (locale) => states.get(locale) ?? 'unknown',
    look(locale) {
      if (states.has(locale) && !doubted.delete(locale)) return
      if (!states.has(locale)) states.set(locale, 'looking')
      void render({ text: phrasesFor(locale).soundCheck(), locale, rate: 1 })
    },
    doubt() {
      for (const [locale, state] of states) if (state === 'silent') doubted.add(locale)
    },
    onVoice: (listener) => void listeners.push(listener),
  }
}

function nameOf({ text, locale, rate }: Utterance): string {
  return JSON.stringify([locale, rate, text])
}
