import { expect, it } from 'vitest'
import { readPairedDeviceSchema } from '../../shared/api/devices.ts'
import { readOrderPageSchema, readStatisticsSchema } from '../../shared/api/read-orders.ts'
import { NOTHING_STRUCK } from '../../shared/struck.ts'
import { isTimeZone } from '../../shared/time-zones.ts'

const order = {
  ...{ id: 1, storeId: 's1', number: 'A1', status: 2, payStatus: 1, amountMinor: 5, currency: 'CNY' },
  ...{ fulfilment: 'pickup', items: [], remark: null, customer: null, urges: 0, reason: null, createdAt: 1, paidAt: 1 },
  ...{ confirmedAt: null, dispatchedAt: null, completedAt: null, cancelledAt: null },
  ...{ revivedAt: null, missedAt: null, lastUrgedAt: null, refundedMinor: 0, struck: NOTHING_STRUCK },
  ...{ payment: 'online', readyAt: null },
}

it('a page of orders from the future is read: states, currencies and fulfilments as they come', () => {
  const strange = { ...order, status: 9, payStatus: 4, currency: 'XBT', fulfilment: 'drone' }
  const page = readOrderPageSchema.parse({ orders: [order, { ...strange, table: 4 }], next: null, total: 2 })
  expect(page).toEqual({ orders: [order, strange], next: null })
})

it('an order of an older server, which knows no revival, no missed order and no refunds in part, is read as one without', () => {
  const { revivedAt: _, missedAt: __, refundedMinor: _none, struck: _made, ...since } = order
  const { payment: _online, readyAt: _ready, ...older } = since
  expect(readOrderPageSchema.parse({ orders: [older], next: null })).toEqual({ orders: [order], next: null })
})

it('the figures of a day from the future are read as well', () => {
  const today = { since: 1, paid: 1, completed: 0, cancelled: 0, turnover: [{ currency: 'XBT', amountMinor: 5 }] }
  const figures = { toBeConfirmed: 1, confirmed: 0, delivering: 0, unanswered: 0, today }
  expect(readStatisticsSchema.parse({ ...figures, lost: 3 })).toEqual(figures)
})

it.each([
  ['zh-CN', 'zh-CN'],
  ['zh-Hant-HK', 'zh-CN'],
  ['en', 'en'],
  ['ja', 'en'],
  ['zhuang', 'en'],
])('a device that pairs with a store whose language is %s speaks %s', (locale, spoken) => {
  const store = { id: 's1', name: '店', locale, timezone: 'Asia/Shanghai', settings: { acceptWithinMinutes: 600 } }
  expect(readPairedDeviceSchema.parse({ deviceId: 'd', token: 't', store }).store).toMatchObject({
    locale: spoken,
    settings: { acceptWithinMinutes: 10 },
  })
})

it('a time zone that this host does not know is none', () => {
  expect(['Asia/Shanghai', 'Mars/Olympus', ''].map(isTimeZone)).toEqual([true, false, false])
})
