import { expect, it } from 'vitest'
import { IS_UNDER_WAY } from '../../../server/orders/under-way.ts'
import { IS_OPEN } from '../../../server/reminders/reminder-row.ts'
import { startTestServer } from '../../support/test-server.ts'

it('the conditions for orders under way and open reminders are those of their partial indexes, which are used', async () => {
  const { running } = await startTestServer()
  const { read } = running.ctx.db
  const predicate = async (index: string) => {
    const row = await read.get<{ sql: string }>('SELECT sql FROM sqlite_master WHERE name = ?', [index])
    return row?.sql.split(/ where /i)[1]
  }
  expect(await predicate('orders_under_way')).toBe(IS_UNDER_WAY)
  expect(await predicate('reminders_open')).toBe(IS_OPEN)
  expect(await predicate('reminders_due')).toBe(IS_OPEN)

  const plan = async (from: string) => {
    const steps = await read.all<{ detail: string }>(`EXPLAIN QUERY PLAN SELECT COUNT(*) FROM ${from}`)
    return steps.map(({ detail }) => detail).join()
  }
  expect(await plan(`orders WHERE store_id = 'a' AND ${IS_UNDER_WAY} GROUP BY status`)).toContain('orders_under_way')
  expect(await plan(`reminders WHERE store_id = 'a' AND ${IS_OPEN}`)).toContain('reminders_open')
  expect(await plan(`reminders WHERE ${IS_OPEN} AND next_alert_at <= 1`)).toContain('reminders_due')
})
