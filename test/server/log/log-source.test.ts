import { expect, it } from 'vitest'
import { createLogSource } from '../../../server/log/log-source.ts'
import { startTestServer } from '../../support/test-server.ts'

it('readers that ask together get what is theirs: their store, after their place, as many as they asked for (I3, I12)', async () => {
  const server = await startTestServer()
  const { ctx } = server.running
  const one = server.api.storeId
  const { body } = await server.api.call('POST', '/v1/stores', { as: server.api.operatorKey, body: { name: '二号店' } })
  const { id: two } = body as { id: string }
  for (let i = 0; i < 5; i++) await server.api.placePaid({ storeId: one })
  await server.api.placePaid({ storeId: two })
  const read = createLogSource(ctx.db.read)
  const seqs = async (storeId: string, seq: number, limit: number) =>
    (await read(storeId, seq, limit)).entries.map((entry) => entry.seq)
  expect(await Promise.all([seqs(one, 0, 64), seqs(one, 3, 1), seqs(two, 0, 64), seqs(one, 5, 64)])).toEqual([
    [1, 2, 3, 4, 5],
    [4],
    [1],
    [],
  ])
})

it('a hole at the end of what was asked for is a fault of its reader, not the end of the log (I2)', async () => {
  const server = await startTestServer()
  const { ctx } = server.running
  const { storeId } = server.api
  for (let i = 0; i < 3; i++) await server.api.placePaid({ storeId })
  await ctx.db.write((tx) => tx.run('DELETE FROM reminder_log WHERE store_id = ? AND seq = 3', [storeId]))
  const read = createLogSource(ctx.db.read)
  const [whole, short] = await Promise.allSettled([read(storeId, 0, 2), read(storeId, 0, 3)])
  expect(whole).toMatchObject({ status: 'fulfilled', value: { entries: [{ seq: 1 }, { seq: 2 }], before: null } })
  expect(short).toMatchObject({ status: 'rejected' })
})
