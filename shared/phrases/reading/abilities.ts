import { LOCALE_FACTS, type Locale } from '../../locales.ts'
import { espeakPace, naturalPace, type Pace } from './pace.ts'
import { chineseReads, espeakReads, lettersRead, type Reads } from './readable.ts'

/** The abilities of the voice that will say a sentence. */
export interface VoiceAbilities {
  /** The letters that it says; others are left out. */
  reads: Reads
  /** The seconds that it takes, at the speed it is set to. */
  pace: Pace
}

/** Looks up the abilities of a voice in a language. */
export type AbilitiesIn = (locale: Locale) => VoiceAbilities

/** The abilities of the natural voices: browser, macOS, Windows. Each of them reads its own language's script. */
export const naturalAbilities: AbilitiesIn = (locale) => ({
  reads: LOCALE_FACTS[locale].script === 'han' ? chineseReads : lettersRead,
  pace: naturalPace,
})

/** The abilities of espeak-ng, which reads the least and takes the longest. */
export const espeakAbilities: AbilitiesIn = () => ({ reads: espeakReads, pace: espeakPace })
