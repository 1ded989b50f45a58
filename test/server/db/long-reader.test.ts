import { join } from 'node:path'
import { expect, it } from 'vitest'
import { withRaw } from '../../../server/db/sqlite/raw-sqlite.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'

/** Beyond the length at which the log is emptied and the first warning given. */
const BLOBS = 9
const BLOB_BYTES = 25_000_000
/** More commands than between two checkpoints. */
const ORDERS = 150
const AT_ONCE = 10
const LONGEST_BYTES = 25_000 * 4_096

/** Writes so much that the log would be emptied, if nobody were reading. */
async function fillLog({ running }: TestServer): Promise<void> {
  for (let n = 0; n < BLOBS; n++) {
    await running.ctx.db.write((tx) =>
      tx.run(`INSERT INTO installation (name, value) VALUES (?, hex(zeroblob(${BLOB_BYTES / 2})))`, [`ballast ${n}`]),
    )
  }
}

/** Places and pays orders, some at once; resolves to the answers of the payments. */
async function payMany({ api }: TestServer): Promise<number[]> {
  const statuses: number[] = []
  const lane = async () => {
    for (let n = 0; n < ORDERS / AT_ONCE; n++) {
      const { number: orderNumber, amountMinor } = await api.place()
      statuses.push((await api.notify({ orderNumber, amountMinor })).status)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  return statuses
}

async function walBytes({ api }: TestServer): Promise<number> {
  const { body } = await api.call('GET', '/metrics', { as: api.operatorKey })
  return Number(/^laidan_wal_bytes (\S+)$/m.exec(String(body))?.[1])
}

it('a reader that keeps its snapshot while the log grows costs no payment; the log is told of, and is short again afterwards', {
  timeout: 300_000,
}, async () => {
  const lines: string[] = []
  const server = await startTestServer({ log: (line) => lines.push(line) })
  await withRaw(join(server.dataDir, 'laidan.db'), 'read', async (reader) => {
    await reader.all('BEGIN')
    await reader.all('SELECT COUNT(*) FROM orders')
    await fillLog(server)
    const statuses = await payMany(server)
    expect(statuses.filter((status) => status !== 204)).toEqual([])
    expect(await walBytes(server)).toBeGreaterThan(2 * LONGEST_BYTES)
    await expect.poll(() => lines.filter((line) => line.includes('the write-ahead log grows'))).toHaveLength(1)
    await reader.all('COMMIT')
  })
  // Nobody writes any more.
  await expect.poll(() => walBytes(server), { timeout: 120_000 }).toBeLessThan(LONGEST_BYTES)
  await expect.poll(() => lines.join('')).toContain('the write-ahead log is short again')
  expect((await payMany(server)).filter((status) => status !== 204)).toEqual([])
})
