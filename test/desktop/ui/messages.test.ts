import { describe, expect, it } from 'vitest'
import { wordsFor } from '../../../desktop/ui/messages/index.ts'
import type { Words } from '../../../desktop/ui/messages/messages.ts'
import { calledOf, fulfilmentOf, statusOf } from '../../../desktop/ui/parts/format.ts'
import type { ReminderFrame } from '../../../shared/protocol/frames.ts'

const LANGUAGES = ['zh-CN', 'en'] as const

/** Every path to a word, without the words. */
function paths(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [path]
  return Object.entries(value).flatMap(([name, inner]) => paths(inner, `${path}.${name}`))
}

describe('the words of the screen', () => {
  it('are complete in both languages, the optional ones included', () => {
    const [zh = [], en = []] = LANGUAGES.map((locale) => paths(wordsFor(locale)).sort())
    expect(zh).toEqual(en)
  })

  it.each(LANGUAGES)('in %s: pairing, answering and searching have words for what goes wrong at the host', (locale) => {
    const words = wordsFor(locale)
    for (const code of ['pairing_code_invalid', 'rate_limited', 'unreachable'])
      expect(words.pairing.codes[code]).toBeDefined()
    for (const code of ['server_invalid', 'not_a_server', 'host_failed'])
      expect(words.pairing.codes[code]).toBeDefined()
    expect(words.passing.refusedCodes['host_failed']).toBeDefined()
    expect(words.history.failed('host_failed')).not.toContain('host_failed')
    expect(words.history.failed('unreachable')).not.toContain('unreachable')
  })

  it.each(LANGUAGES)('in %s: what came after this app has words, or is shown as its code', (locale) => {
    const words = wordsFor(locale)
    const known = { type: 1, order: { number: 'A17' } } as ReminderFrame
    expect(fulfilmentOf({ fulfilment: 'pickup' }, words)).toBe(words.fulfilment.pickup)
    expect(fulfilmentOf({ fulfilment: 'parcel_locker\u202e' }, words)).toBe('parcel locker')
    expect(fulfilmentOf({ fulfilment: 'constructor' }, words)).toBe('constructor')
    expect([statusOf({ status: 5 }, words), statusOf({ status: 9 }, words)]).toEqual([
      words.status[5],
      words.unknownStatus(9),
    ])
    expect(calledOf(known, words)).toBe('A17')
    expect(calledOf({ ...known, type: 9, order: { ...known.order, number: '' } }, words)).toBe(words.kind.other)
  })

  it('a code without words is shown as it is, rather than nothing', () => {
    const failed = (words: Words) => words.history.failed('http_418')
    for (const locale of LANGUAGES) expect(failed(wordsFor(locale))).toContain('http_418')
  })
})
