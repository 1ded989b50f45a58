import { join } from 'node:path'
import knexModule from 'knex'
import { expect, it } from 'vitest'
import { migrationSource } from '../../../server/db/migrations/index.ts'
import type { ReminderPage } from '../../../shared/api/reminders.ts'
import { isReminder } from '../../support/frames.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { startTestServer } from '../../support/test-server.ts'

/** More than are rewritten at once. */
const ORDERS = 1_200
const STORE = 'st_old'

const PLACED = {
  number: 'A1',
  amountMinor: 5_800,
  currency: 'CNY',
  fulfilment: 'delivery',
  items: [
    { name: '宫保鸡丁', quantity: 1, note: '不要花生' },
    { name: 'abc', quantity: 2 },
  ],
  moreItems: 0,
  remark: '少辣 "多饭"',
  customer: { name: '王', phone: '13800000000' },
}

/** The warnings of its texts, which that version did not look for. */
const WARNINGS = [{ text: '不要花生', item: '宫保鸡丁' }, { text: '少辣' }]

/** What the version before had stored with the reminder of the order `A1`. */
const WHOLE = {
  ...PLACED,
  createdAt: 1_790_000_000_000,
  paidAt: 1_790_000_001_000,
  acceptBy: 1_790_000_601_000,
  urges: 2,
  cancelReason: '不要了',
}

/** Makes a database as the version before left it: its first five migrations, and rows of its own making. */
async function oldDatabase(file: string): Promise<void> {
  const knex = knexModule({ client: 'sqlite3', connection: { filename: file }, useNullAsDefault: true })
  try {
    for (let i = 0; i < 5; i++) await knex.migrate.up({ migrationSource })
    const settings = JSON.stringify({ acceptWithinMinutes: 10, reviveWithinMinutes: 30 })
    await knex.raw(
      `INSERT INTO stores (id, name, locale, timezone, epoch, head_seq, min_seq, settings, created_at)
       VALUES ('${STORE}', '老店', 'zh-CN', 'Asia/Shanghai', 'ep_1', 1, 0, ?, 0)`,
      [settings],
    )
    const items = [
      { name: '宫保鸡丁', quantity: 1, note: '不要花生' },
      { name: 'a\u202ebc', quantity: 2 },
    ]
    const order = {
      store_id: STORE,
      ...{ status: 2, pay_status: 1, amount_minor: 5_800, currency: 'CNY', fulfilment: 'delivery' },
      ...{ remark: '少辣\n"多饭"', customer: JSON.stringify({ name: '王', phone: '13800000000' }) },
      ...{ number: 'A1', items: JSON.stringify(items), created_at: WHOLE.createdAt, paid_at: WHOLE.paidAt },
    }
    await knex('orders').insert(order)
    await knex('orders').insert({ ...order, number: 'A2', status: 1, pay_status: 0, paid_at: null })
    await knex.raw(
      `WITH RECURSIVE n(i) AS (SELECT 3 UNION ALL SELECT i + 1 FROM n WHERE i < ${ORDERS})
       INSERT INTO orders (store_id, number, status, pay_status, amount_minor, currency, fulfilment, items, created_at)
       SELECT '${STORE}', 'A' || i, 6, 0, 100, 'CNY', 'pickup', '[{"name":"菜' || i || '","quantity":1}]', i FROM n`,
    )
    await knex('payments').insert({
      ...{ id: 'py_1', provider: 'standard-webhooks', transaction_id: 'T1', order_number: 'A1', order_id: 1 },
      ...{
        amount_minor: 5_800,
        currency: 'CNY',
        state: 'applied',
        body_hash: 'f'.repeat(64),
        paid_at: 1,
        recorded_at: 1,
      },
    })
    const reminder = {
      ...{ store_id: STORE, order_id: 1, dedupe: '', content: '订单号：A1', n: 1, level: 1, created_at: 1, since: 1 },
      ...{ summary: JSON.stringify(WHOLE), seq: 1, alerted_at: 1 },
    }
    await knex('reminders').insert({ ...reminder, id: 'rm_1', kind: 'new_order', state: 'accepted', answered_at: 2 })
    await knex('reminders').insert({ ...reminder, id: 'rm_2', kind: 'cancel', state: 'open', next_alert_at: 1 })
    await knex('reminder_log').insert({
      ...{ store_id: STORE, seq: 1, event_id: 'ev_1', what: 'remind', reminder_id: 'rm_2', n: 1, body: '{}', at: 1 },
    })
  } finally {
    await knex.destroy()
  }
}

it('a filled database of the version before tells of its orders as before, old reminders and late payments alike', async () => {
  const dataDir = tempDir()
  await oldDatabase(join(dataDir, 'laidan.db'))
  const { api, running, connect } = await startTestServer({ dataDir })
  const { db } = running.ctx

  const { body } = await api.call('GET', '/v1/reminders', { as: api.operatorKey })
  expect((body as ReminderPage).reminders.map(({ id, order }) => [id, order])).toEqual([
    ['rm_2', { ...WHOLE, warnings: WARNINGS }],
    ['rm_1', { ...WHOLE, warnings: WARNINGS }],
  ])
  const { token } = await api.pair(STORE)
  const device = await connect({ token })
  await device.synced()
  expect(device.frames).toContainEqual(
    expect.objectContaining({
      op: 'snapshot',
      open: [expect.objectContaining({ id: 'rm_2', order: { ...WHOLE, warnings: WARNINGS } })],
    }),
  )

  await api.notify({ transactionId: 'T2', orderNumber: 'A2', amountMinor: 5_800 })
  const ring = await device.until((frame) => isReminder(frame) && frame.orderId === 2)
  expect(ring).toMatchObject({ order: { ...PLACED, number: 'A2' } })

  const summaries = await db.read.all<{ number: string; summary: string }>('SELECT number, summary FROM orders')
  expect(summaries.map(({ summary }) => (JSON.parse(summary) as { number: string }).number)).toEqual(
    summaries.map(({ number }) => number),
  )
  expect(summaries).toHaveLength(ORDERS)
})

it('a payment that the version before has recorded is still told from one that conflicts with it', async () => {
  const dataDir = tempDir()
  await oldDatabase(join(dataDir, 'laidan.db'))
  const { api } = await startTestServer({ dataDir })
  const again = { transactionId: 'T1', orderNumber: 'A1', amountMinor: 5_800 }
  expect(await api.notify(again)).toMatchObject({ status: 204 })
  expect(await api.notify({ ...again, amountMinor: 5_801 })).toMatchObject({ status: 409 })
})
