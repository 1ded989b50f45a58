import { join } from 'node:path'
import { expect, it } from 'vitest'
import { withRaw } from '../../server/db/sqlite/raw-sqlite.ts'
import { runChild } from '../support/run-child.ts'
import { tempDir } from '../support/temp-dir.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'

/** Database files of a large shop, and more than the write-ahead log may hold. */
const LARGE_BYTES = 300_000_000
const BLOB_BYTES = 25_000_000
const LANES = 4

async function addBallast({ running }: TestServer, name: string, bytes: number): Promise<void> {
  for (let at = 0; at < bytes; at += BLOB_BYTES) {
    await running.ctx.db.write((tx) =>
      tx.run(`INSERT INTO installation (name, value) VALUES (?, hex(randomblob(${BLOB_BYTES / 2})))`, [
        `${name} ${at}`,
      ]),
    )
  }
}

it('I1: payments go on while a large database is backed up and the log passes its limit: none is refused, and the backup has all from before', {
  timeout: 400_000,
}, async () => {
  const server = await startTestServer()
  await addBallast(server, 'before', LARGE_BYTES)
  const before = await server.api.placePaid()
  const copy = join(tempDir(), 'copy.db')
  const backup = runChild('server/main.ts', ['backup', copy], { DATA_DIR: server.dataDir, LOG_LEVEL: 'silent' })
  let over = false
  const ended = backup.exited.finally(() => {
    over = true
  })
  const statuses: number[] = []
  const pay = async () => {
    while (!over) {
      const { number: orderNumber, amountMinor } = await server.api.place()
      statuses.push((await server.api.notify({ orderNumber, amountMinor })).status)
    }
  }
  await Promise.all([...Array.from({ length: LANES }, pay), addBallast(server, 'meanwhile', LARGE_BYTES / 2)])
  expect((await ended).code, backup.output()).toBe(0)
  expect(statuses.length, 'payments beside the backup').toBeGreaterThan(LANES)
  expect(statuses.filter((status) => status !== 204)).toEqual([])
  const found = await withRaw(copy, 'read', (db) =>
    db.all('SELECT pay_status FROM orders WHERE number = ?', [before.number]),
  )
  expect(found).toEqual([{ pay_status: 1 }])
})
