import type { Clock } from '../../../../shared/clock.ts'
import { espeakAbilities, naturalAbilities } from '../../../../shared/phrases/reading/abilities.ts'
import type { ChoosableVoice, SpeechOutcome, Utterance } from '../../../core/ports.ts'
import type { ServerVoice } from './server-voice.ts'
import { durationOf, speechParts } from './speech-parts.ts'
import type { Voices } from './voices.ts'

/** A part that has not ended after twice its time and this grace never will. */
const GRACE_MS = 8_000

const OUTCOMES: Partial<Record<SpeechSynthesisErrorCode, SpeechOutcome>> = {
  canceled: 'stopped',
  interrupted: 'stopped',
  'audio-busy': 'no_audio_device',
  'audio-hardware': 'no_audio_device',
  'synthesis-unavailable': 'no_engine',
  'language-unavailable': 'no_voice',
  'voice-unavailable': 'no_voice',
}

/**
 * Speaks as the one voice of this page, one utterance after another: by Web Speech, each in parts that the browser does
 * not cut; where the browser has no voice for the language, by what the server renders.
 */
export function createBrowserVoice(deps: {
  synth: SpeechSynthesis | undefined
  voices: Voices<SpeechSynthesisVoice>
  server: Pick<ServerVoice, 'prepare' | 'speak' | 'stop' | 'onVoice'>
  clock: Clock
  /** Reports once that the chosen voice is not here, until it is back. */
  missing(voice: string): void
}): ChoosableVoice {
  const { synth, voices, server, clock } = deps
  let last: Promise<unknown> = Promise.resolve()
  /** Counts `stop`s: utterances from before the latest one are not said. */
  let era = 0
  let reported: string | undefined
  let endPart = (_outcome: SpeechOutcome) => {}

  async function say(utterance: Utterance, mine: number): Promise<SpeechOutcome> {
    await voices.known
    if (mine !== era) return 'stopped'
    const voice = findVoice(utterance)
    if (voice !== undefined) return await sayParts(utterance, voice, mine)
    const outcome = await server.speak(utterance)
    if (mine !== era) return 'stopped'
    if (outcome !== 'no_voice') return outcome
    if (synth === undefined) return 'no_engine'
    await voices.arrived(utterance.locale)
    if (mine !== era) return 'stopped'
    const late = findVoice(utterance)
    return late === undefined ? 'no_voice' : await sayParts(utterance, late, mine)
  }

  async function sayParts(utterance: Utterance, voice: SpeechSynthesisVoice, mine: number): Promise<SpeechOutcome> {
    if (synth === undefined) return 'no_engine'
    for (const text of speechParts(utterance.text, utterance.rate)) {
      if (mine !== era) return 'stopped'
      const outcome = await sayPart(synth, { ...utterance, text }, voice)
      if (outcome !== 'ok') return outcome
    }
    return mine === era ? 'ok' : 'stopped'
  }

  function voiceFor({ locale, voice: wanted }: Utterance): SpeechSynthesisVoice | undefined {
    return (wanted === undefined ? undefined : voices.chosen(locale, wanted)) ?? voices.find(locale)
  }

  function findVoice(utterance: Utterance): SpeechSynthesisVoice | undefined {
    const { locale, voice: wanted } = utterance
    const here = wanted === undefined || voices.chosen(locale, wanted) !== undefined
    if (!here && wanted !== reported) deps.missing(wanted)
    reported = here ? undefined : wanted
    return voiceFor(utterance)
  }

  function sayPart(engine: SpeechSynthesis, part: Utterance, voice: SpeechSynthesisVoice): Promise<SpeechOutcome> {
    return new Promise((resolve) => {
      const spoken = new SpeechSynthesisUtterance(part.text)
      Object.assign(spoken, { voice, lang: voice.lang, rate: part.rate, volume: part.volume })
      const limit = 2 * durationOf(part.text, part.rate) + GRACE_MS
      const cancel = clock.after(limit, () => {
        engine.cancel()
        endPart('timeout')
      })
      // The closure also keeps the utterance alive: one that is collected never reports its end (crbug.com/509488).
      endPart = (outcome) => {
        cancel()
        spoken.onend = null
        spoken.onerror = null
        resolve(outcome)
      }
      spoken.onend = () => endPart('ok')
      spoken.onerror = ({ error }) => endPart(OUTCOMES[error] ?? 'failed')
      engine.resume()
      engine.speak(spoken)
    })
  }

  return {
    // The server speaks by espeak-ng.
    abilities: (locale) => (voices.find(locale) === undefined ? espeakAbilities : naturalAbilities)(locale),
    onVoice(listener) {
      voices.onArrival(listener)
      server.onVoice(listener)
    },
    prepare(utterance) {
      if (voiceFor(utterance) === undefined) server.prepare(utterance)
    },
    speak(utterance) {
      const mine = era
      const said = last.then(() => say(utterance, mine))
      last = said
      return said
    },
    async voices() {
      await voices.known
      return voices.installed()
    },
    stop() {
      era += 1
      server.stop()
      synth?.cancel()
      endPart('stopped')
    },
  }
}
