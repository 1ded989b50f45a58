import { LOCALE_FACTS } from '../../locales.ts'
import type { AbilitiesIn } from '../phrases.ts'
import { naturalPace } from './pace.ts'
import { chineseReads, lettersRead } from './readable.ts'

/** The abilities of the natural voices: browser, macOS, Windows. Each of them reads its own language's script. */
export const naturalAbilities: AbilitiesIn = (locale) => ({
  reads: LOCALE_FACTS[locale].script === 'han' ? chineseReads : lettersRead,
  pace: naturalPace,
})
