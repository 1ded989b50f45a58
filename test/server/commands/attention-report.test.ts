import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ReportedOrder, summariseAttention } from '../../../server/commands/summarise-attention.ts'
import type { AttentionReport } from '../../../shared/api/attention-report.ts'
import { isReminder, isSynced } from '../../support/frames.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { pass } from '../../support/pass-time.ts'
import { startTestServer } from '../../support/test-server.ts'
import { attentionRig } from '../attention/attention-rig.ts'

const MINUTE = 60_000
const NOW = 100 * MINUTE
const RANGE = { from: 0, to: NOW, now: NOW }

/** An order that was paid at the tenth minute, with a limit of ten; `more` says what became of it. */
function order(more: Partial<ReportedOrder>): ReportedOrder {
  const paidAt = 10 * MINUTE
  return {
    ...{ orderId: 1, number: 'A-1', paidAt, state: 'acknowledged', acceptBy: paidAt + 10 * MINUTE },
    ...{ answeredAt: paidAt + MINUTE, missedAt: null, firstSpokenAt: paidAt + 5_000, spokenBy: 1, told: 0 },
    ...more,
  }
}

describe('the report', () => {
  it('counts each order once: in the limit, late, missed, called off, waiting', () => {
    const orders = [
      order({}),
      order({ answeredAt: 20 * MINUTE }),
      order({ answeredAt: 20 * MINUTE + 1 }),
      order({ state: 'expired', answeredAt: 50 * MINUTE, missedAt: 50 * MINUTE }),
      order({ state: 'acknowledged', answeredAt: 60 * MINUTE, missedAt: 50 * MINUTE }),
      order({ state: 'cancelled', answeredAt: 12 * MINUTE }),
      order({ state: 'open', answeredAt: null }),
      order({ state: 'open', answeredAt: null, acceptBy: NOW }),
    ]
    expect(summariseAttention(orders, [], RANGE)).toMatchObject({
      ...{ orders: 8, inLimit: 2, late: 1, missed: 2, cancelled: 1, waiting: 2 },
      toAnswer: { p50: 10 * MINUTE, p90: 10 * MINUTE + 1 },
      slow: [
        { end: 'late', waitedMs: 10 * MINUTE + 1 },
        { end: 'missed', waitedMs: 40 * MINUTE },
        { end: 'missed', waitedMs: 40 * MINUTE },
        { end: 'waiting', waitedMs: 90 * MINUTE },
      ],
    })
  })

  it('says nothing of times that there were not', () => {
    expect(summariseAttention([], [], RANGE)).toMatchObject({ orders: 0, toHear: null, toAnswer: null, aloneMs: null })
    expect(summariseAttention([order({ firstSpokenAt: null, spokenBy: 0 })], [], RANGE)).toMatchObject({
      unspoken: 1,
      toHear: null,
    })
  })

  it('measures the time without a device, whatever visits overlap', () => {
    const visit = (from: number, to: number | null) => ({
      from_at: from * MINUTE,
      until_at: to === null ? null : to * MINUTE,
    })
    const alone = (...visits: ReturnType<typeof visit>[]) => summariseAttention([], visits, RANGE).aloneMs
    expect(alone(visit(0, null))).toBe(0)
    expect(alone(visit(10, 20), visit(15, 40), visit(50, null))).toBe(20 * MINUTE)
    expect(alone(visit(-10, 5), visit(2, 3))).toBe(95 * MINUTE)
    expect(alone(visit(20, 30))).toBe(90 * MINUTE)
  })

  it('never counts an order twice, and its median is never beyond its ninth tenth', () => {
    const anyOrder = fc
      .record({
        state: fc.constantFrom('open', 'acknowledged', 'cancelled', 'expired'),
        answeredAt: fc.option(fc.integer({ min: 10 * MINUTE, max: NOW })),
        missedAt: fc.option(fc.integer({ min: 10 * MINUTE, max: NOW })),
        firstSpokenAt: fc.option(fc.integer({ min: 10 * MINUTE, max: NOW })),
      })
      .map(order)
    fc.assert(
      fc.property(fc.array(anyOrder, { maxLength: 40 }), (orders) => {
        const { inLimit, late, missed, waiting, cancelled, toAnswer, toHear } = summariseAttention(orders, [], RANGE)
        expect(inLimit + late + missed + waiting + cancelled).toBe(orders.length)
        for (const spread of [toAnswer, toHear]) expect(spread?.p50 ?? 0).toBeLessThanOrEqual(spread?.p90 ?? 0)
      }),
    )
  })
})

it('the report of a day is what happened: heard, answered late, never answered, and for how long nobody was there', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock })
  const { api, storeId } = server
  const from = clock.now()
  await pass(server, clock, 2 * MINUTE, MINUTE)
  const { token } = await api.pair(storeId, '厨房')
  const device = await server.connect({ token, autoAck: true })
  await device.until(isSynced)
  const prompt = await api.placePaid()
  const reminder = await device.until(isReminder)
  const outcome = { speech: 'ok', notification: 'ok', dialog: 'ok' }
  device.send({ op: 'announced', id: isReminder(reminder) ? reminder.id : '', n: 1, outcome })
  const seen = device.frames.length
  device.send({ op: 'sync' })
  await device.until(isSynced, seen)
  await api.move(token, prompt.id, 'confirm')
  const slow = await api.placePaid()
  await pass(server, clock, 12 * MINUTE, MINUTE)
  await api.move(token, slow.id, 'confirm')
  await api.placePaid()
  await pass(server, clock, MINUTE, MINUTE)

  const read = async (as: string, query = `?from=${from}&to=${clock.now()}`) =>
    (await api.call('GET', `/v1/stores/${storeId}/reports/attention${query}`, { as })).body as AttentionReport
  const report = await read(token)
  expect(report).toMatchObject({
    ...{ orders: 3, inLimit: 1, late: 1, missed: 0, waiting: 1, cancelled: 0, unspoken: 2 },
    ...{ aloneMs: 2 * MINUTE, told: 0, toldFailed: 0, refundsWaiting: 0 },
    slow: [{ orderId: slow.id, number: slow.number, end: 'late', spokenBy: 0 }],
  })
  expect(await read(api.operatorKey)).toEqual(report)
  expect(await read(token, '')).toMatchObject({ orders: 3 })
})

it('a month in which people were told thousands of times is counted whole', async () => {
  const { simplePolicy, api, storeId, running, clock, later } = await attentionRig()
  await simplePolicy({ cause: 'no_device', afterS: 0 })
  const from = clock.now()
  await api.placePaid()
  await later(5_000)
  await running.ctx.db.write((tx) =>
    tx.run(
      `WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 1500)
       INSERT INTO effects (id, store_id, cause, reminder_id, step, round, contact_id, channel_id, covers, state, created_at, sent_at)
       SELECT 'ef_' || n, store_id, cause, reminder_id, step, 1000 + n, contact_id, channel_id, covers, state, created_at, sent_at
         FROM effects CROSS JOIN number`,
    ),
  )
  const { body } = await api.call('GET', `/v1/stores/${storeId}/reports/attention?from=${from}&to=${clock.now() + 1}`, {
    as: api.operatorKey,
  })
  expect(body).toMatchObject({ orders: 1, told: 1_501 })
})
