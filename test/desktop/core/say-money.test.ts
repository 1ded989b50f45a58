import { describe, expect, it } from 'vitest'
import { sayAfter, sayBefore, sayPlan, sayRefund, saySlip } from '../../../desktop/core/money/say-money.ts'
import { readAttentionSchema } from '../../../shared/api/order-attention.ts'
import { type ReadStoreRefund, refundWaySchema, storeRefundStateSchema } from '../../../shared/api/store-refunds.ts'
import { LOCALES } from '../../../shared/locales.ts'

const PLAN = { way: 'by_hand', amountMinor: 7_700, currency: 'CNY', refundUnknown: false }
const REFUND: ReadStoreRefund = {
  id: 'py_1',
  orderId: 1,
  orderNumber: 'A-0042',
  state: 'by_hand',
  paidMinor: 7_700,
  refundedMinor: 0,
  owedMinor: 7_700,
  currency: 'CNY',
  refundUnknown: false,
  paidAt: 0,
  calledOffAt: 0,
  doneAt: null,
  notedBy: null,
}
const ATTENTION = { orderId: 1, reminders: [], payments: [] }

describe('before the answer', () => {
  it.each([
    [PLAN, 'hand', '不会自动退款，需要您手动退款 ¥77.00'],
    [{ ...PLAN, way: 'automatic' }, 'machine', '服务器会自动退款 ¥77.00'],
    [{ ...PLAN, way: 'automatic', amountMinor: 1_200, currency: 'JPY' }, 'machine', '服务器会自动退款 JP¥1,200'],
    [{ ...PLAN, way: 'unpaid', amountMinor: 0 }, 'settled', '还没有付款，没有钱要退'],
    [{ ...PLAN, way: 'returned', amountMinor: 0 }, 'settled', '钱已经全部退给顾客，不用再退'],
    [{ ...PLAN, way: 'unrecorded', amountMinor: 0 }, 'unsure', '服务器没有这笔付款的记录，不会自动退款'],
    [
      { ...PLAN, refundUnknown: true },
      'hand',
      '不会自动退款，需要您手动退款 ¥77.00（付款平台说已退过一部分，没说多少，请先到平台核对）',
    ],
    [{ ...PLAN, way: 'by_pigeon' }, 'unsure', '服务器没有说明钱怎么退'],
    [{ ...PLAN, way: 'toString' }, 'unsure', '服务器没有说明钱怎么退'],
    [undefined, 'unsure', '服务器没有说明钱怎么退'],
    [null, 'unsure', '服务器没有说明钱怎么退'],
  ] as const)('%o is told', (plan, tone, text) => {
    expect(sayPlan(plan, 'zh-CN')).toEqual({ tone, text })
  })

  it('a server that cannot be asked leaves it open, in words', () => {
    const said = sayBefore({ ok: false, code: 'unreachable' }, 'zh-CN')
    expect(said).toEqual({ tone: 'unsure', text: '现在问不到服务器，不知道钱是自动退还是要手动退' })
    expect(sayAfter({ ok: false, code: 'unreachable' }, 'zh-CN')).toEqual([said])
  })

  it('a server from before this says nothing of money, and nobody guesses', () => {
    const value = readAttentionSchema.parse(ATTENTION)
    expect(sayBefore({ ok: true, value }, 'en').text).toBe('The server does not say how the money goes back')
    expect(sayAfter({ ok: true, value }, 'en')).toMatchObject([{ tone: 'unsure' }])
  })
})

describe('on a slip that can still be taken back', () => {
  it.each([
    [{ ...PLAN }, 'hand', '手动退款 ¥77.00'],
    [{ ...PLAN, way: 'automatic' }, 'machine', '自动退款 ¥77.00'],
    [{ ...PLAN, way: 'unpaid', amountMinor: 0 }, 'settled', '没有钱要退'],
    [{ ...PLAN, way: 'by_pigeon' }, 'unsure', '不知道钱怎么退'],
    [null, 'unsure', '不知道钱怎么退'],
  ])('%o is told in short', (ifCalledOff, tone, text) => {
    const value = readAttentionSchema.parse({ ...ATTENTION, ifCalledOff, refunds: [] })
    expect(saySlip({ ok: true, value }, 'zh-CN')).toEqual({ tone, text })
  })

  it('a server that cannot be asked leaves it open', () => {
    expect(saySlip({ ok: false, code: 'unreachable' }, 'en')).toEqual({ tone: 'unsure', text: 'Refund not known' })
  })
})

describe('after it', () => {
  it.each([
    [REFUND, 'hand', '需要您手动退款 ¥77.00'],
    [{ ...REFUND, state: 'under_way' }, 'machine', '正在自动退款 ¥77.00'],
    [{ ...REFUND, state: 'failed' }, 'hand', '自动退款失败，需要您手动退款 ¥77.00'],
    [{ ...REFUND, state: 'in_review' }, 'unsure', '¥77.00 待管理员核对'],
    [
      { ...REFUND, refundedMinor: 2_000, owedMinor: 5_700 },
      'hand',
      '需要您手动退款 ¥57.00（共付 ¥77.00，已退 ¥20.00）',
    ],
    [
      { ...REFUND, state: 'done', refundedMinor: 7_700, owedMinor: 0, notedBy: { kind: 'device', name: '前台' } },
      'settled',
      '已退款 ¥77.00（前台 记为已手动退）',
    ],
    [
      { ...REFUND, state: 'done', refundedMinor: 7_700, owedMinor: 0, notedBy: { kind: 'operator' } },
      'settled',
      '已退款 ¥77.00（管理员 记为已手动退）',
    ],
    [{ ...REFUND, state: 'lost' }, 'unsure', '服务器没有说明钱怎么退'],
  ] as const)('%o is told', (refund, tone, text) => {
    expect(sayRefund(refund, 'zh-CN')).toEqual({ tone, text })
  })

  it('of an order without money that goes back there is nothing to tell', () => {
    const value = readAttentionSchema.parse({ ...ATTENTION, ifCalledOff: null, refunds: [] })
    expect(sayAfter({ ok: true, value }, 'zh-CN')).toEqual([])
  })
})

it.each(LOCALES)(
  'every way and every state has words in %s, and each names its amount where there is one',
  (locale) => {
    for (const way of refundWaySchema.options) {
      const { text } = sayPlan({ ...PLAN, way }, locale)
      expect(text, way).not.toBe(sayPlan(undefined, locale).text)
      expect(text.includes('77.00'), way).toBe(['automatic', 'by_hand'].includes(way))
    }
    for (const state of storeRefundStateSchema.options)
      expect(sayRefund({ ...REFUND, state, refundedMinor: state === 'done' ? 7_700 : 0 }, locale).text).toContain(
        '77.00',
      )
  },
)
