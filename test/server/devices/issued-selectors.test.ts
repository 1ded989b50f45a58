import { expect, it } from 'vitest'
import type { Sql } from '../../../server/db/database.ts'
import { createIssuedSelectors, readSelectors } from '../../../server/devices/issued-selectors.ts'
import { createPairing } from '../../../server/devices/pairing.ts'
import { startTestServer } from '../../support/test-server.ts'

/** `sql`, with a step before each reading of all rows. */
const stepBefore = (sql: Sql, step: () => void | Promise<void>): Sql => ({
  ...sql,
  async all(text, values) {
    await step()
    return await sql.all(text, values)
  },
})

it('guesses ask the database once after a start, and never again', async () => {
  const server = await startTestServer()
  const { ctx } = server.running
  let statements = 0
  const read = stepBefore(ctx.db.read, () => void statements++)
  const pairing = createPairing({ ...ctx, db: { ...ctx.db, read } })
  expect(await pairing.knows('000000000000')).toBe(false)
  const { code } = await pairing.issue(server.storeId)
  const digits = code.replaceAll('-', '')
  const other = String((Number(digits.slice(0, 8)) + 1) % 100_000_000).padStart(8, '0')
  for (let i = 0; i < 100; i++) expect(await pairing.knows(`${other}${String(i).padStart(4, '0')}`)).toBe(false)
  expect(await pairing.knows(digits)).toBe(true)
  expect(statements).toBe(1)
})

it('codes that were issued before a start are known after it', async () => {
  const server = await startTestServer()
  const { code } = await server.running.issuePairingCode(server.storeId)
  const again = await server.restart()
  const paired = await again.api.call('POST', '/v1/devices/pair', { body: { code, name: '前台', platform: 'test' } })
  expect(paired).toMatchObject({ status: 201 })
})

it('a look that the storage refused is taken again at the next try', async () => {
  const server = await startTestServer()
  const { code } = await server.running.issuePairingCode(server.storeId)
  let refusals = 1
  const issued = createIssuedSelectors(
    stepBefore(server.running.ctx.db.read, () => {
      if (refusals-- > 0) throw new Error('the disk is gone')
    }),
  )
  const selector = code.replaceAll('-', '').slice(0, 8)
  await expect(issued.has(selector)).rejects.toThrow('the disk is gone')
  expect(await issued.has(selector)).toBe(true)
})

it('a code that is issued while the first look is under way is known', async () => {
  const server = await startTestServer()
  const { read } = server.running.ctx.db
  let goOn = () => {}
  const held = new Promise<void>((resolve) => {
    goOn = resolve
  })
  const issued = createIssuedSelectors(stepBefore(read, () => held))
  const early = issued.has('00000000')
  const { code } = await server.running.issuePairingCode(server.storeId)
  issued.replace(await readSelectors(read))
  goOn()
  expect(await early).toBe(false)
  expect(await issued.has(code.replaceAll('-', '').slice(0, 8))).toBe(true)
})
