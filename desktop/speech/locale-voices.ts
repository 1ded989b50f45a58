import type { Locale } from '../../shared/locales.ts'
import { ESPEAK_VOICES } from '../../shared/speech/espeak.ts'

/** The voices of a language, by the engine of each system. */
export interface LocaleVoices {
  /** espeak-ng: the voice by its id; `alone`: it lists others that claim this language and cannot read it. */
  espeak: { id: string; alone: boolean }
  /**
   * `say` of macOS: names that are tried first, then any voice with one of these language tags, in order of preference.
   */
  say: { favourites: readonly string[]; tags: readonly RegExp[] }
  /** Windows: culture names in order of preference; `en` stands for every `en-…`. */
  cultures: readonly string[]
}

export const LOCALE_VOICES: Record<Locale, LocaleVoices> = {
  'zh-CN': {
    // Of the others some spell, and some speak Cantonese or Hakka.
    espeak: { id: ESPEAK_VOICES['zh-CN'], alone: true },
    // Cantonese (zh_HK) is not a way to read Mandarin, nor is a dialect (zh-CN-liaoning) the standard.
    say: {
      favourites: ['Tingting', 'Ting-Ting', 'Meijia', 'Mei-Jia'],
      tags: [/^zh[_-]CN$/, /^zh[_-](?:SG|TW)$/],
    },
    // Mandarin of China, Singapore, Taiwan; never whatever else calls itself Chinese (Hong Kong: Cantonese).
    cultures: ['zh-CN', 'zh-SG', 'zh-TW'],
  },
  en: {
    espeak: { id: ESPEAK_VOICES.en, alone: false },
    // The first English voices in the list of `say` are jokes.
    say: { favourites: ['Samantha', 'Alex', 'Daniel', 'Karen', 'Moira'], tags: [/^en[_-]US$/, /^en[_-]/] },
    cultures: ['en-US', 'en-GB', 'en'],
  },
}
