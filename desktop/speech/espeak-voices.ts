import type { InstalledVoice } from '../core/ports.ts'
import { LOCALE_VOICES } from './locale-voices.ts'
import { nameWithTag, spokenLocale } from './spoken-locale.ts'

/**
 * ` 5  en-gb-scotland  --/M      English_(Scotland) gmw/en-GB-scotland   (en 4)`: priority, language, kind, name, file.
 */
const LINE = /^\s*\d+\s+([A-Za-z0-9-]+)\s+\S+\s+(\S+)\s+(\S+)/
/**
 * Their sounds are another package's; espeak-ng lists them whether that is installed or not. Variants are no voices.
 */
const NOT_A_VOICE = /^(?:mb\/|!v\/)/

/** Reads `espeak-ng --voices`. Of a language with one usable voice (`alone`) the list offers that one. */
export function parseEspeakVoices(list: string): InstalledVoice[] {
  const found = list.split(/\r?\n/).flatMap((line): InstalledVoice[] => {
    const [, id = '', name = '', file = ''] = LINE.exec(line) ?? []
    const locale = spokenLocale(id)
    if (id.startsWith('-') || NOT_A_VOICE.test(file) || locale === undefined) return []
    const { espeak } = LOCALE_VOICES[locale]
    if (espeak.alone && id !== espeak.id) return []
    return [{ id, name: nameWithTag(name.replaceAll('_', ' ').trim(), id), locale }]
  })
  return [...new Map(found.map((voice) => [voice.id, voice])).values()]
}
