import { describe, expect, it } from 'vitest'
import { messagesFor } from '../../../desktop/ui/messages/index.ts'
import type { Messages } from '../../../desktop/ui/messages/messages.ts'
import { calledOf, fulfilmentOf, statusOf } from '../../../desktop/ui/parts/format.ts'
import { createOpenNumbers } from '../../../shared/phrases/order-tail.ts'
import type { ReminderFrame } from '../../../shared/protocol/frames.ts'

const LANGUAGES = ['zh-CN', 'en'] as const

/** Every path to a word, without the words. */
function paths(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [path]
  return Object.entries(value).flatMap(([name, inner]) => paths(inner, `${path}.${name}`))
}

describe('the words of the screen', () => {
  it('are complete in both languages, the optional ones included', () => {
    const [zh = [], en = []] = LANGUAGES.map((locale) => paths(messagesFor(locale)).sort())
    expect(zh).toEqual(en)
  })

  it.each(LANGUAGES)('in %s: pairing, answering and searching have words for what goes wrong at the host', (locale) => {
    const messages = messagesFor(locale)
    for (const code of ['pairing_code_invalid', 'pairing_busy', 'rate_limited', 'unreachable'])
      expect(messages.pairing.codes[code]).toBeDefined()
    for (const code of ['server_invalid', 'not_a_server', 'host_failed'])
      expect(messages.pairing.codes[code]).toBeDefined()
    expect(messages.toasts.refusedCodes['host_failed']).toBeDefined()
    expect(messages.history.failed('host_failed')).not.toContain('host_failed')
    expect(messages.history.failed('unreachable')).not.toContain('unreachable')
  })

  it.each(LANGUAGES)('in %s: a refund has words, with its amount and without', (locale) => {
    const { refunded } = messagesFor(locale).alert
    for (const state of ['whole', 'part'] as const) {
      expect(refunded[state]('¥10.00')).toContain('¥10.00')
      expect(refunded[state]('')).not.toMatch(/[\s:：]$/)
    }
    expect(refunded.unknown('')).not.toBe('')
  })

  it.each(LANGUAGES)('in %s: what came after this app has words, or is shown as its code', (locale) => {
    const messages = messagesFor(locale)
    const known = { type: 1, order: { number: 'A17' } } as ReminderFrame
    expect(fulfilmentOf({ fulfilment: 'pickup' }, messages)).toBe(messages.fulfilment.pickup)
    expect(fulfilmentOf({ fulfilment: 'parcel_locker\u202e' }, messages)).toBe('parcel locker')
    expect(fulfilmentOf({ fulfilment: 'constructor' }, messages)).toBe('constructor')
    expect([statusOf({ status: 5 }, messages), statusOf({ status: 9 }, messages)]).toEqual([
      messages.status[5],
      messages.unknownStatus(9),
    ])
    expect(calledOf(known, messages)).toBe('A17')
    const numbered = { ...known, order: { ...known.order, number: '20231114-12' } }
    expect(calledOf(numbered, messages, createOpenNumbers(['20231114-12', '20231115-13']))).toBe('12')
    expect(calledOf(numbered, messages, createOpenNumbers(['20231114-12', '20231115-12']))).toBe('111412')
    expect(calledOf({ ...known, type: 9, order: { ...known.order, number: '' } }, messages)).toBe(messages.kind.other)
  })

  it('a code without words is shown as it is, rather than nothing', () => {
    const failed = (messages: Messages) => messages.history.failed('http_418')
    for (const locale of LANGUAGES) expect(failed(messagesFor(locale))).toContain('http_418')
  })
})
