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
  /**
   * Finds out whether the server speaks a language at this speed, unless that is known, by the sentence that has to be
   * here when the server is not: "offline".
   */
  look(manner: Pick<Utterance, 'locale' | 'rate'>): void
  /** Makes `look` ask again about what the server did not speak: it may be another one now. */
  doubt(): void
  /** Forgets the server. */
  forget(): void
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
  /** The sentence about the lost link. */
  let kept: { name: string; rendered: Promise<Rendered> } | undefined
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
  async function take(utterance: Utterance): Promise<Rendered> {
    const name = nameOf(utterance)
    const here = name === kept?.name ? await kept.rendered : undefined
    if (here?.ok) return here
    const rendered = prepared.get(name) ?? render(utterance)
    prepared.delete(name)
    return await rendered
  }

  return {
    prepare(utterance) {
      const name = nameOf(utterance)
      if (prepared.has(name) || name === kept?.name) return
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
      // A copy, because decoding empties what it is given.
      return await player.play(rendered.sound.slice(0), utterance.volume)
    },
    stop() {
      prepared.clear()
      cut()
      player.stop()
    },
    state: (locale) => states.get(locale) ?? 'unknown',
    look({ locale, rate }) {
      const line = { text: phrasesFor(locale).offline(), locale, rate }
      const name = nameOf(line)
      if (name === kept?.name && !doubted.has(locale)) return
      doubted.delete(locale)
      if (!states.has(locale)) states.set(locale, 'looking')
      kept = { name, rendered: render(line) }
    },
    doubt() {
      for (const [locale, state] of states) if (state !== 'speaks') doubted.add(locale)
    },
    forget() {
      states.clear()
      prepared.clear()
      kept = undefined
    },
    onVoice: (listener) => void listeners.push(listener),
  }
}

function nameOf({ text, locale, rate }: Pick<Utterance, 'text' | 'locale' | 'rate'>): string {
  return JSON.stringify([locale, rate, text])
}
