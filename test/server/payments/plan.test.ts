import { expect, it } from 'vitest'
import type { Sql, SqlValue } from '../../../server/db/database.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'

/** The statement that moves paid orders, with its values in place: so the planner sees it when it plans anew. */
function inPlace(sql: string, values: readonly SqlValue[]): string {
  const rest = [...values]
  return sql.replaceAll('?', () => {
    const value = rest.shift()
    return typeof value === 'number' ? String(value) : `'${String(value).replaceAll("'", "''")}'`
  })
}

it('a payment is looked up by its order’s number, though somebody’s statistics say that there are hardly any', async () => {
  let statement = ''
  const watch = (sql: Sql): Sql => ({
    ...sql,
    all: (text, values = []) => {
      if (text.startsWith('UPDATE orders')) statement = inPlace(text, values)
      return sql.all(text, values)
    },
  })
  const server = await startTestServer({ instrument: { sql: watch } })
  for (let i = 0; i < 30; i++) await server.api.placePaid()
  const plan = async ({ running }: TestServer) => {
    const steps = await running.ctx.db.read.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${statement}`)
    return steps.map(({ detail }) => detail).filter((detail) => /json_each|orders/.test(detail))
  }
  const good = [
    expect.stringMatching(/^SCAN json_each/),
    expect.stringMatching(/^SEARCH orders USING INDEX orders_number_unique/),
  ]
  expect(await plan(server)).toEqual(good)
  await server.running.ctx.db.read.all('ANALYZE')
  expect(await plan(server)).not.toEqual(good)
  await server.stop()
  expect(await plan(await server.restart())).toEqual(good)
})
