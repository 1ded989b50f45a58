import { expect, it } from 'vitest'
import { readDeadlocks } from '../support/postgres-cluster.ts'
import { tempDir } from '../support/temp-dir.ts'
import { databaseEnv } from '../support/test-database.ts'
import { startTestServer } from '../support/test-server.ts'

/** Payments of the load, and how many stores they are of: each COMMIT moves the heads of many. */
const PAYMENTS = 400
const STORES = 8

it('payments alone, each told to both of two servers at once, meet no deadlock and count once (I2, I4)', async () => {
  const dataDir = tempDir()
  const one = await startTestServer({ dataDir })
  const two = await startTestServer({ dataDir })
  const { DATABASE_URL: url = '' } = await databaseEnv(dataDir)
  const stores = await Promise.all(
    Array.from({ length: STORES }, async (_, index) => {
      const { body } = await one.api.call('POST', '/v1/stores', {
        as: one.api.operatorKey,
        body: { name: `店${index}` },
      })
      return (body as { id: string }).id
    }),
  )
  const orders = await Promise.all(
    Array.from({ length: PAYMENTS }, (_, index) => one.api.place({ storeId: stores[index % STORES] ?? '' })),
  )
  const pays = orders.flatMap(({ number: orderNumber, amountMinor, currency }) => {
    const notice = { orderNumber, amountMinor, currency, transactionId: `tx_${orderNumber}` }
    return [one, two].map(async ({ api }) => {
      while ((await api.notify(notice)).status !== 204);
    })
  })
  await Promise.all(pays)
  const { read } = one.running.ctx.db
  expect(await read.all('SELECT state, COUNT(*) AS n FROM payments GROUP BY state')).toEqual([
    { state: 'applied', n: PAYMENTS },
  ])
  const heads = await read.all<{ head_seq: number }>(`SELECT head_seq FROM stores WHERE head_seq > 0`)
  expect(heads).toEqual(stores.map(() => ({ head_seq: PAYMENTS / STORES })))
  await Promise.all([one.stop(), two.stop()])
  expect(await readDeadlocks(url)).toBe(0)
})
