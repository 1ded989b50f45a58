import { expect, it } from 'vitest'
import type { Sql } from '../../../server/db/database.ts'
import { IS_UNDER_WAY } from '../../../server/orders/under-way.ts'
import { IS_NOT_APPLIED } from '../../../server/payments/find-payments.ts'
import { IS_OPEN } from '../../../server/reminders/reminder-row.ts'
import { pass } from '../../support/pass-time.ts'
import type { TestServer } from '../../support/test-server.ts'
import { doorsOf } from '../http/doors.ts'
import { createWorld, type World } from '../http/world.ts'

/** Every index of ours, with the beginning of a statement that needs it: each is paid for by every payment, or order. */
const NEEDED_BY: Record<string, string> = {
  api_keys_key_hash_unique: 'SELECT role FROM api_keys',
  channel_accounts_store_id_index: 'SELECT * FROM channel_accounts WHERE store_id',
  contacts_store_id_index: 'SELECT * FROM contacts WHERE store_id',
  device_visits_store_id_from_at_index: 'SELECT visits.device_id, devices.name',
  device_visits_until_at_index: 'DELETE FROM device_visits',
  devices_store_id_index: 'SELECT devices.*, nodes.seen_at',
  devices_token_hash_unique: "SELECT CAST(json_group_array(json_object('place'",
  effects_due: 'SELECT id FROM effects WHERE next_at <= ?',
  effects_failed: 'SELECT COUNT(*) AS value FROM effects',
  effects_linked: 'SELECT * FROM effects WHERE token_hash = ?',
  effects_linked_earlier: 'SELECT * FROM effects WHERE earlier_hash = ?',
  effects_of_store: 'select * from `effects` where `store_id` = ?',
  effects_once: 'SELECT contact_id AS "contactId", channel_id AS "channelId" FROM effects',
  effects_once_a_wait: 'SELECT contact_id AS "contactId", channel_id AS "channelId" FROM effects',
  events_id: 'SELECT store_id FROM events WHERE id = ?',
  events_once: 'SELECT events.store_id, events.once FROM',
  events_placed: 'SELECT * FROM events WHERE place > ?',
  events_unplaced: 'SELECT seq FROM events WHERE place IS NULL',
  idempotency_created_at_index: 'DELETE FROM idempotency',
  orders_delivering: 'SELECT id FROM orders WHERE status = 4',
  orders_number_unique: 'UPDATE orders SET status = 2, pay_status = 1, paid_at = ? FROM (SELECT',
  orders_store_id_created_at_id_index: 'select * from `orders` where `store_id` = ?',
  orders_under_way: 'SELECT status, COUNT(*) AS count FROM orders',
  orders_unpaid: 'SELECT id FROM orders WHERE status = 1',
  payment_attempts_due: 'SELECT id FROM payment_attempts',
  payments_applied: 'SELECT id, provider, transaction_id AS "transactionId"',
  payments_not_applied: 'SELECT * FROM payments WHERE ((order_id = ?',
  payments_provider_transaction_id_unique: 'UPDATE orders SET status = 2, pay_status = 1, paid_at = ? FROM (SELECT',
  payments_refund_unknown: 'select * from `payments` where refund_unknown = 1',
  payments_waiting: 'select * from `payments` where `state` = ?',
  payments_without_order: 'SELECT * FROM payments WHERE ((order_id = ?',
  refunds_due: 'SELECT number FROM refunds WHERE next_at <= ?',
  refunds_payment_id_index: 'SELECT state, amount_minor FROM refunds',
  rehearsals_store_id_begun_at_index: 'SELECT rehearsals.*, orders.number FROM rehearsals',
  rehearsals_under_way: 'SELECT rehearsals.*, orders.number FROM rehearsals',
  reminders_due: 'SELECT reminders.*, orders.summary,',
  reminders_escalating: 'SELECT DISTINCT store_id FROM reminders WHERE escalate_at <= ?',
  reminders_open: 'SELECT s.epoch, s.head_seq',
  reminders_order_id_kind_dedupe_unique: 'UPDATE reminders SET state = ?',
  webhook_deliveries_placed: 'select `delivery`.*',
  webhook_deliveries_queued: 'SELECT events.* FROM webhook_deliveries AS queued',
  webhook_lanes_calling: 'SELECT lane.* FROM webhook_lanes AS lane',
  webhook_lanes_due: 'SELECT lane.store_id FROM webhook_lanes AS lane',
}

/** The tables that grow with the years. */
const HISTORY =
  'effects|orders|payments|payment_attempts|refunds|reminders|reminder_log|receipts|idempotency|device_visits|rehearsals|events|webhook_deliveries'

it('every index is needed by a statement that runs, and no statement reads a table of the history through', async () => {
  const { world, statements } = await everything()
  const plans = await plansOf(world, statements)
  const indexes = await world.running.ctx.db.read.all<{ name: string }>(
    `SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name`,
  )
  expect(indexes.map(({ name }) => name)).toEqual(Object.keys(NEEDED_BY))
  for (const [index, beginning] of Object.entries(NEEDED_BY)) {
    const users = [...plans].filter(([, plan]) => new RegExp(`INDEX ${index}\\b`).test(plan.join()))
    const found = users.some(([text]) => text.startsWith(beginning))
    expect(found, `${index} is used by ${users.map(([text]) => text).join('\n')}`).toBe(true)
  }
  const through = [...plans].filter(([text, plan]) => {
    // What an INSERT scans are foreign keys, which SQLite looks at when one is violated already. A page of all orders is
    // the end of the table.
    return (
      !/^INSERT|^select \* from `orders` order by `id` desc limit/.test(text) &&
      plan.some((step) => new RegExp(`^SCAN (${HISTORY})$`).test(step))
    )
  })
  expect(through).toEqual([])
})

it('the plans are the same, though somebody’s statistics say that there is hardly anything', async () => {
  const { world, statements } = await everything()
  const good = await plansOf(world, statements)
  await world.running.ctx.db.read.all('ANALYZE')
  expect(await plansOf(world, statements)).not.toEqual(good)
  await world.stop()
  expect(await plansOf(await world.restart(), statements)).toEqual(good)
})

it('the conditions in statements are those of the partial indexes, word for word', async () => {
  const { world } = await everything()
  const predicate = async (index: string) => {
    const row = await world.running.ctx.db.read.get<{ sql: string }>('SELECT sql FROM sqlite_master WHERE name = ?', [
      index,
    ])
    return row?.sql.split(/ where /i)[1]
  }
  expect(await predicate('orders_under_way')).toBe(IS_UNDER_WAY)
  expect(await predicate('reminders_open')).toBe(IS_OPEN)
  expect(await predicate('reminders_due')).toBe(IS_OPEN)
  expect(await predicate('payments_waiting')).toBe(IS_NOT_APPLIED)
  expect(await predicate('payments_not_applied')).toBe(IS_NOT_APPLIED)
})

/** Does everything that the server can be asked to do, lets its jobs run, and returns the statements of it all. */
async function everything(): Promise<{ world: World; statements: ReadonlySet<string> }> {
  const statements = new Set<string>()
  const noted = (sql: Sql): Sql => {
    const note = (text: string) => {
      statements.add(text)
      return text
    }
    return {
      run: (text, values) => sql.run(note(text), values),
      get: (text, values) => sql.get(note(text), values),
      all: (text, values) => sql.all(note(text), values),
    }
  }
  const world = await createWorld({ instrument: { sql: noted } })
  const { db } = world.running.ctx
  Object.assign(db.read, noted({ ...db.read }))
  db.query.on('query', ({ sql }: { sql: string }) => statements.add(sql))
  const device = await world.connect({ token: world.device.token, autoAck: true, announces: true })
  await device.synced()
  await pass(world, world.clock, 2_000)
  for (const { good } of doorsOf(world)) await world.send(good)
  for (const list of [
    'orders?status=2',
    'reminders?state=open',
    'payments?state=review',
    'payments?refundUnknown=true',
  ])
    await world.api.call('GET', `/v1/${list}`, { as: world.api.operatorKey })
  for (const list of ['orders', 'reminders']) await world.api.call('GET', `/v1/${list}`, { as: world.stranger.token })
  await world.api.call('POST', `/v1/webhook-endpoints/${world.endpoint}/redeliver`, {
    as: world.api.operatorKey,
    body: { eventId: 'evt_nobody' },
  })
  await world.api.call('GET', '/metrics', { as: world.api.operatorKey })
  await escalate(world)
  await world.send({ method: 'GET', path: `/e/${'x'.repeat(22)}` })
  await pass(world, world.clock, 120_000)
  device.close()
  await pass(world, world.clock, 60_000, 10_000)
  return { world, statements }
}

/** Sets a policy whose channel refuses each message, with an order that nobody answers. */
async function escalate({ api, storeId, targets: { contact, channel } }: World): Promise<void> {
  const step = { contacts: [contact], channel }
  const escalation = [
    { cause: 'unanswered', afterS: 60, ...step },
    { cause: 'away', afterS: 0, ...step },
  ]
  await api.call('PATCH', `/v1/stores/${storeId}`, { as: api.operatorKey, body: { settings: { escalation } } })
  await api.placePaid()
}

async function plansOf({ running }: TestServer, statements: Iterable<string>): Promise<Map<string, string[]>> {
  const plans = new Map<string, string[]>()
  for (const text of statements) {
    if (!/^(select|update|insert|delete)\b/i.test(text)) continue
    const steps = await running.ctx.db.read.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${text}`)
    plans.set(
      text,
      steps.map(({ detail }) => detail),
    )
  }
  return plans
}
