import type { Locale } from '../../shared/locales.ts'
import { isCharacter, isJoke } from '../../shared/novelty-voices.ts'
import type { InstalledVoice } from '../core/ports.ts'
import { LOCALE_VOICES } from './locale-voices.ts'
import { nameWithTag, spokenLocale } from './spoken-locale.ts'

/** A voice as `say -v '?'` lists it. */
export interface SayVoice {
  name: string
  /** Such as `zh_CN`. */
  language: string
}

/** `Tingting            zh_CN    # 你好！我叫婷婷。`; newer systems add `(Chinese (China mainland))` to some names. */
const LINE = /^(\S.*?)\s+([a-z]{2,3}[_-][A-Za-z0-9]{2,8})\s+#/
/** The names that may stand in an argument: never an option. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} ()'’._-]{0,79}$/u

/** Reads the list; lines that are none, and names that could be more than a name, are left out. */
export function parseSayVoices(list: string): SayVoice[] {
  return list.split(/\r?\n/).flatMap((line) => {
    const [, name, language] = LINE.exec(line) ?? []
    return name !== undefined && language !== undefined && NAME.test(name) ? [{ name, language }] : []
  })
}

/** Lists the voices that a shop may choose from, each once. `say` knows a voice by its name alone. */
export function installedSayVoices(voices: readonly SayVoice[]): InstalledVoice[] {
  const found = voices.flatMap(({ name, language }): InstalledVoice[] => {
    const locale = isJoke(name) ? undefined : spokenLocale(language)
    return locale === undefined ? [] : [{ id: name, name: nameWithTag(name, language), locale }]
  })
  return [...new Map(found.map((voice) => [voice.id, voice])).values()]
}

/** Picks the voice for a language, never a joke or a character; `undefined` when no other one speaks it. */
export function pickSayVoice(voices: readonly SayVoice[], locale: Locale): SayVoice | undefined {
  const { favourites, tags } = LOCALE_VOICES[locale].say
  for (const tag of tags) {
    const able = voices.filter(({ name, language }) => tag.test(language) && !isJoke(name) && !isCharacter(name))
    const favourite = favourites
      .map((name) => able.find((voice) => voice.name === name || voice.name.startsWith(`${name} (`)))
      .find((voice) => voice !== undefined)
    if (favourite !== undefined || able.length > 0) return favourite ?? able[0]
  }
  return undefined
}
