import { expect, it } from 'vitest'
import { bulkRows } from '../../../server/db/bulk-rows.ts'
import { startTestServer } from '../../support/test-server.ts'

const ROWS = bulkRows({ place: 'INTEGER', text: 'TEXT', amount: 'BIGINT' })

/** Texts that a binding may break: quotes, question marks, NUL, what is no number and looks like one, long ones. */
const TEXTS = ['', "a'b?", 'a\u0000b', '007', '1e3', '菜𝕳', '"[1]"', 'x'.repeat(10_000)]

it.each([0, 1, 2, 3, 4, 5, 9, 33, 512])(
  'a table of %d rows holds these rows as they were given, and no other',
  async (count) => {
    const { running } = await startTestServer()
    const rows = Array.from({ length: count }, (_, place) => ({
      place,
      text: place % 9 === 8 ? null : (TEXTS[place % 9] ?? ''),
      amount: place % 5 === 4 ? null : 2 ** 53 - 1 - place,
    }))
    const { table, values } = ROWS.of(rows)
    const found = await running.ctx.db.read.all(`SELECT ${ROWS.names} FROM ${table} AS given ORDER BY place`, values)
    expect(found).toEqual(rows)
  },
)

it('a table has one of a few texts, whatever the number of its rows', () => {
  const texts = Array.from({ length: 513 }, (_, count) => {
    return ROWS.of(Array.from({ length: count }, (_, place) => ({ place, text: '', amount: 0 }))).table
  })
  expect(new Set(texts).size).toBe(18)
})
