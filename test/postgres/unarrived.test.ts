import { expect, it } from 'vitest'
import { findUnarrived } from '../lab/bench/find-unarrived.ts'
import { benchOrder } from '../lab/bench/orders.ts'
import { withClient } from '../support/postgres-cluster.ts'
import { databaseEnv } from '../support/test-database.ts'
import { startTestServer } from '../support/test-server.ts'

it('the experiment with two nodes says of a payment that did not arrive how far it came', async () => {
  const server = await startTestServer()
  const { DATABASE_URL = '' } = await databaseEnv(server.dataDir)
  for (const index of [0, 1]) await server.api.placePaid(benchOrder(index))
  await server.api.place(benchOrder(2))
  const where = async (position: number) =>
    (await findUnarrived(DATABASE_URL, [0, 1, 2, 3], () => position)).map((one) => one.where)
  expect(await where(1)).toEqual(['behind its device', 'not sent', 'not stored', 'not stored'])
  await withClient(DATABASE_URL, (client) => client.query('DELETE FROM reminder_log WHERE seq = 2'))
  expect(await where(1)).toEqual(['behind its device', 'not on the log', 'not stored', 'not stored'])
})
