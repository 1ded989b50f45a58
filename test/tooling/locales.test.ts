import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { LOCALES } from '../../shared/locales.ts'
import { listFiles, root } from './source-files.ts'

/** Words, samples and voices by language: tsc asks each of them for a language that is added to shared/locales.ts. */
const TABLES = [
  'desktop/core/announcer/sample.ts',
  'desktop/core/bubble/bubble-words.ts',
  'desktop/core/money/say-money.ts',
  'desktop/core/statements/failure-reasons.ts',
  'desktop/core/statements/say.ts',
  'desktop/hosts/admin/locale-choice.tsx',
  'desktop/hosts/admin/messages/index.ts',
  'desktop/hosts/console/sound/voices.ts',
  'desktop/hosts/electron/messages/messages.ts',
  'desktop/hosts/terminal/messages.ts',
  'desktop/hosts/terminal/start-messages.ts',
  'desktop/speech/locale-voices.ts',
  'desktop/ui/messages/index.ts',
  'desktop/ui/settings/sample-order.ts',
  'desktop/views/data/words.ts',
  'server/attention/channels/twilio/voice.ts',
  'server/attention/texts/page-words.ts',
  'server/attention/texts/words.ts',
  'server/commands/start-rehearsal.ts',
  'server/connectors/news-words.ts',
  'server/http/problems/problem-words.ts',
  'shared/locales.ts',
  'shared/phrases/index.ts',
  'shared/phrases/printer-faults.ts',
  'shared/speech/espeak.ts',
  'shared/tickets/words/index.ts',
]

/** Files that name a language for a reason of their own. */
const OTHERS: Record<string, string> = {
  'shared/start-of-day.ts': 'digits of a date, by the one `Intl` format that is read again by a program',
  'shared/wall-time.ts': 'the same: digits of a date, for a program',
  'shared/money.ts': 'how many decimals a currency has is the same in every language',
}

const read = (file: string) => readFileSync(join(root, file), 'utf8')

describe('a language', () => {
  it('is named in the table of languages and in tables by language, in its own words, nowhere else', () => {
    // The attribute `lang` of our own HTML tells what that page is written in.
    const named = new RegExp(`(?<!lang=)(['"])(${LOCALES.join('|')})\\1`)
    const itsOwn = new RegExp(`/(${LOCALES.join('|')})[^/]*$`, 'i')
    const sources = listFiles(['demo', 'desktop', 'server', 'shared']).filter((file) => /\.[cm]?tsx?$/.test(file))
    const naming = sources.filter((file) => !itsOwn.test(file) && named.test(read(file)))
    expect(naming).toEqual([...TABLES, ...Object.keys(OTHERS)].sort())
  })

  it.each(TABLES)('%s is complete, or does not compile', (file) => {
    expect(read(file)).toMatch(/: Record<Locale, /)
  })
})
