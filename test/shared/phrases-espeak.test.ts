import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { CURRENCIES, type Currency } from '../../shared/money.ts'
import { phrasesFor } from '../../shared/phrases/index.ts'
import { zhDuration, zhMoney, zhNumeral, zhTail } from '../../shared/phrases/zh-words.ts'
import type { OrderSummary } from '../../shared/reminder.ts'

/**
 * espeak-ng reads a word that its Chinese dictionary lacks as English and marks it "(en)" among the phonemes; a
 * character that it does not know at all is missing. Both are heard as noise.
 */
const missing = spawnSync('espeak-ng', ['--version']).error !== undefined

function phonemes(voice: string, text: string): string {
  const { stdout, status } = spawnSync('espeak-ng', ['-x', '-q', '-v', voice, '--stdin'], { input: text })
  expect(status).toBe(0)
  return stdout.toString()
}

const order: OrderSummary = {
  number: '20240501-0179',
  amountMinor: 3855,
  currency: 'CNY',
  fulfilment: 'delivery',
  items: ['宫保鸡丁', '米饭', '面条'].map((name, i) => ({ name, quantity: i + 1, note: '微辣' })),
  moreItems: 2,
  remark: '花生过敏',
  createdAt: 0,
  paidAt: 0,
  urges: 2,
}
const zh = phrasesFor('zh-CN')
const minute = 60_000
const sentences = [
  ...(['delivery', 'pickup', 'dine_in'] as const).map((fulfilment) =>
    zh.reminder({ type: 1, n: 1, level: 1, order: { ...order, fulfilment } }, 20 * minute),
  ),
  zh.reminder({ type: 1, n: 1, level: 1, order: { ...order, remark: `多给餐具${'好'.repeat(60)}` } }, 0),
  zh.reminder({ type: 1, n: 2, level: 3, order }, 125 * minute),
  zh.reminder({ type: 2, n: 2, level: 2, order }, 23 * minute, { unaccepted: true }),
  zh.reminder({ type: 3, n: 1, level: 1, order }, 0),
  zh.waiting({ newOrders: 3, urges: 2, cancels: 1, missed: 0, others: 0 }),
  zh.waiting({ newOrders: 0, urges: 0, cancels: 0, missed: 0, others: 0 }),
  zh.offline(),
  zh.offline(5),
  zh.backOnline(0),
  zh.backOnline(2),
  ...(['device', 'customer', 'operator', 'system'] as const).flatMap((kind) =>
    (['acknowledged', 'cancelled', 'expired'] as const).map((state) => zh.answeredElsewhere('9', { kind }, state)),
  ),
  zh.soundCheck(),
  zh.unpaired(),
  zh.revoked(),
  zh.notHeard(),
  ...[0, 1, 2, 12, 105].map(zh.stillOnline),
]
const words = [
  ...(Object.keys(CURRENCIES) as Currency[]).flatMap((currency) =>
    [3855, 1205, 200, 2].map((n) => zhMoney(n, currency)),
  ),
  ...[0, 2, 10, 12, 105, 2_222, 20_010, 120_000_000, 1_030_000_405].map(zhNumeral),
  ...[0, 1, 2, 23, 65, 122, 2_880].map(zhDuration),
  zhTail([...'0123456789']),
]

describe.skipIf(missing)('what we say in Chinese, to the ear of espeak-ng (needs espeak-ng)', () => {
  it.each([...new Set([...sentences, ...words])])('every character of %s is a Mandarin syllable', (text) => {
    const heard = phonemes('cmn-latn-pinyin', text)
    expect(heard).not.toContain('(en)')
    expect(heard.match(/_\|/g)?.length).toBe(text.match(/\p{Script=Han}/gu)?.length)
  })

  it('letters of an order number are letters, not a word', () => {
    const heard = phonemes('cmn-latn-pinyin', `尾号${zhTail(['A', 'B', 'C', '1'])}`)
    expect(heard).not.toContain('(en)')
    expect(heard.match(/_\|/g)).toHaveLength(2 + 4)
  })
})

describe.skipIf(missing)('what we say in English, to the ear of espeak-ng (needs espeak-ng)', () => {
  it('an A in an order number is a letter, not an article', () => {
    const spoken = phrasesFor('en').reminder({ type: 3, n: 1, level: 1, order: { ...order, number: '1A2B' } }, 0)
    expect(phonemes('en', spoken)).toContain("w'0n 'eI")
  })
})
