import { expect, it } from 'vitest'
import { dumpDatabase } from './db-dump.ts'
import { startTestServer } from './test-server.ts'

it('a dump holds every table, and shows a change of one value', async () => {
  const { running, api } = await startTestServer()
  const order = await api.place()
  const before = await dumpDatabase(running.ctx.db.read)
  expect(Object.keys(before)).toEqual([
    'admin_sessions',
    'api_keys',
    'audit',
    'channel_accounts',
    'connector_orders',
    'connectors',
    'contacts',
    'device_visits',
    'devices',
    'effects',
    'events',
    'idempotency',
    'installation',
    'orders',
    'pairing_codes',
    'payment_attempts',
    'payments',
    'receipts',
    'refunds',
    'rehearsals',
    'reminder_log',
    'reminders',
    'store_watch',
    'stores',
    'webhook_endpoints',
  ])
  await running.ctx.db.write((tx) => tx.run('UPDATE orders SET remark = ? WHERE id = ?', ['x', order.id]))
  const after = await dumpDatabase(running.ctx.db.read)
  expect(after).toEqual({ ...before, orders: [{ ...before['orders']?.[0], remark: 'x' }] })
})

it('a dump leaves out what changes by itself', async () => {
  const { running, api } = await startTestServer()
  const { deviceId } = await api.pair()
  const before = await dumpDatabase(running.ctx.db.read)
  await running.ctx.db.write((tx) =>
    tx.run('UPDATE devices SET acked_seq = 7, last_seen_at = 7 WHERE id = ?', [deviceId]),
  )
  await api.call('GET', '/readyz')
  expect(await dumpDatabase(running.ctx.db.read)).toEqual(before)
})
