import type { Locale } from '../../shared/api/stores.ts'
import type { InstalledVoice } from '../core/ports.ts'
import { nameWithTag, spokenLocale } from './spoken-locale.ts'

/**
 * The plain `cmn` of espeak-ng 1.51 (Debian 12, Ubuntu 22.04 and 24.04) spells Han characters in pinyin and reads that
 * as English; https://github.com/espeak-ng/espeak-ng/issues/1044. This one speaks Mandarin.
 */
export const DEFAULT_VOICES: Record<Locale, string> = { 'zh-CN': 'cmn-latn-pinyin', en: 'en' }

/** ` 5  en-gb-scotland  --/M      English_(Scotland) gmw/en-GB-scotland   (en 4)`: priority, language, kind, name, file. */
const LINE = /^\s*\d+\s+([A-Za-z0-9-]+)\s+\S+\s+(\S+)\s+(\S+)/
/** Their sounds are another package's; espeak-ng lists them whether that is installed or not. Variants are no voices. */
const NOT_A_VOICE = /^(?:mb\/|!v\/)/

/**
 * Reads `espeak-ng --voices`. Of Chinese it offers the one voice that speaks Mandarin: the others spell, or speak
 * Cantonese or Hakka.
 */
export function parseEspeakVoices(list: string): InstalledVoice[] {
  const found = list.split(/\r?\n/).flatMap((line): InstalledVoice[] => {
    const [, id = '', name = '', file = ''] = LINE.exec(line) ?? []
    const locale = id === DEFAULT_VOICES['zh-CN'] ? 'zh-CN' : spokenLocale(id)
    if (id.startsWith('-') || NOT_A_VOICE.test(file) || locale === undefined) return []
    if (locale === 'zh-CN' && id !== DEFAULT_VOICES['zh-CN']) return []
    return [{ id, name: nameWithTag(name.replaceAll('_', ' ').trim(), id), locale }]
  })
  return [...new Map(found.map((voice) => [voice.id, voice])).values()]
}
