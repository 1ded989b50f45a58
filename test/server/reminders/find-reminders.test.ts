import { expect, it } from 'vitest'
import type { ReminderPage } from '../../../shared/api/reminders.ts'
import { engine } from '../../support/test-database.ts'
import { startTestServer } from '../../support/test-server.ts'

it('the history of a store comes whole, page by page, by the time of its orders, and without another store’s', async () => {
  const { api, running } = await startTestServer()
  const other = await api.call('POST', '/v1/stores', { as: api.operatorKey, body: { name: '别家' } })
  const { token } = await api.pair()
  for (let i = 0; i < 5; i++) {
    const order = await api.placePaid()
    await api.placePaid({ storeId: (other.body as { id: string }).id })
    await api.move(token, order.id, 'confirm')
    if (i % 2 === 0) await api.call('POST', `/v1/orders/${order.id}/urge`, { as: api.orderingKey })
  }
  const statements = new Set<string>()
  running.ctx.db.query.on('query', ({ sql }: { sql: string }) => statements.add(sql))

  const found: number[] = []
  const ids = new Set<string>()
  for (let cursor: string | null = ''; cursor !== null; ) {
    const path: string = `/v1/reminders?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`
    const { reminders, next } = (await api.call('GET', path, { as: token })).body as ReminderPage
    for (const { id, orderId } of reminders) {
      found.push(orderId)
      ids.add(id)
    }
    cursor = next
  }
  expect(found).toEqual([9, 9, 7, 5, 5, 3, 1, 1])
  expect(ids.size).toBe(found.length)

  if (engine() !== 'sqlite') return
  // A later page begins where it begins, and does not read the store's history up to there.
  const later = [...statements].find((sql) => sql.includes('<')) ?? ''
  const plan = await running.ctx.db.read.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${later}`)
  expect(plan.map(({ detail }) => detail).join()).toContain('(store_id=? AND created_at<?)')
})
