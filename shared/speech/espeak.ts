import { LOCALE_FACTS, type Locale } from '../locales.ts'
import { type ScriptRun, scriptRuns } from './script-runs.ts'

/** How espeak-ng is asked, by the devices and by the server: the same sentence is the same sound everywhere. */

/** The voice that speaks a language, by its id. */
export const ESPEAK_VOICES: Record<Locale, string> = {
  // The plain `cmn` of espeak-ng 1.51 (Debian 12, Ubuntu 22.04 and 24.04) spells Han characters in pinyin and reads
  // that as English; https://github.com/espeak-ng/espeak-ng/issues/1044. This one speaks Mandarin; of the others some
  // spell, and some speak Cantonese or Hakka.
  'zh-CN': 'cmn-latn-pinyin',
  en: 'en',
}

/**
 * About four Mandarin syllables a second: a natural voice says five. At 160 (three and a half) an order lasts longer
 * than a kitchen listens.
 */
const WORDS_PER_MINUTE = 200
/**
 * The amplitude of full volume, of espeak-ng's 0–200. Measured on 1.51: half as loud again as its default, and no
 * sample clips.
 */
const FULL_AMPLITUDE = 150

/** The complaints on stderr of an espeak-ng without the voice or its dictionary; it exits 0 without the latter. */
export const ESPEAK_LACKS_VOICE = /voice does not exist|Can't read dictionary file|phontab/

/** Makes the words of espeak-ng's command line for one run; the text goes to its standard input. */
export function espeakWords(
  voice: string,
  { rate, volume }: { rate: number; volume: number },
  last: boolean,
): string[] {
  const speed = String(Math.round(WORDS_PER_MINUTE * rate))
  const amplitude = String(Math.round(FULL_AMPLITUDE * volume))
  // Without -z every change of voice is as long a pause as the end of a sentence.
  return ['-v', voice, '-s', speed, '-a', amplitude, '-b', '1', '--stdin', ...(last ? [] : ['-z'])]
}

/** Cuts an utterance into runs of one script, spelled so that espeak-ng 1.51 says all of it. */
export function espeakRuns({ text, locale }: { text: string; locale: Locale }): ScriptRun[] {
  return scriptRuns(text, locale).map((run) =>
    LOCALE_FACTS[run.locale].script === 'han' ? { ...run, text: spellChinese(run.text) } : run,
  )
}

/** Spells Chinese out: the Mandarin voice drops a decimal point, and names symbols in English (`/` becomes "slash"). */
function spellChinese(text: string): string {
  return text
    .replace(/(\d)\.(\d+)/g, (_, whole: string, fraction: string) => `${whole}点${[...fraction].join(' ')}`)
    .replace(/(\d+(?:点[\d ]*\d)?)%/g, '百分之$1')
    .replace(/[^\p{L}\p{N}\s，。！？；：、,.!?;:]/gu, ' ')
}
