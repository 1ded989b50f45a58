import { copyFileSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { isReminder } from '../../support/frames.ts'
import { startTestServer } from '../../support/test-server.ts'

const GONE = { status: 503, body: { status: 'unavailable', fault: 'database_gone' } }

it.each<[string, (file: string) => void]>([
  ['the database was removed', (file) => rmSync(file)],
  ['the database was moved', (file) => renameSync(file, `${file}.away`)],
  [
    'the database was replaced by a copy of it',
    (file) => {
      copyFileSync(file, `${file}.copy`)
      renameSync(`${file}.copy`, file)
    },
  ],
  [
    'the database was replaced by something else',
    (file) => {
      rmSync(file)
      writeFileSync(file, 'something else')
    },
  ],
  [
    'the database was moved, and a link to it put in its place',
    (file) => {
      renameSync(file, `${file}.other`)
      symlinkSync('laidan.db.other', file)
    },
  ],
  ['its log was removed', (file) => rmSync(`${file}-wal`)],
  ['the index of its log was removed', (file) => rmSync(`${file}-shm`)],
  ['its folder was moved', (file) => renameSync(join(file, '..'), `${join(file, '..')}-away`)],
])(
  'I1: %s: no payment is answered as recorded, nobody rings, the server is not ready, and says so',
  async (_what, lose) => {
    const lines: string[] = []
    const server = await startTestServer({ log: (line) => lines.push(line) })
    const { api, dataDir } = server
    const { token } = await api.pair()
    const device = await server.connect({ token, autoAck: true })
    await device.synced()
    const { number: orderNumber, amountMinor } = await api.place()
    expect(await api.call('GET', '/readyz')).toMatchObject({ status: 200 })

    lose(join(dataDir, 'laidan.db'))
    const notify = () => api.notify({ transactionId: 'tx-1', orderNumber, amountMinor })
    for (let n = 0; n < 3; n++)
      expect(await notify()).toMatchObject({ status: 503, body: { code: 'storage_unavailable' } })
    expect(await api.call('GET', '/readyz')).toMatchObject(GONE)
    expect(await api.call('GET', '/healthz')).toMatchObject({ status: 200 })
    expect(device.frames.filter(isReminder)).toEqual([])
    expect(lines.filter((line) => line.includes('"level":60'))).toHaveLength(1)
    expect(lines.join('')).toContain('was removed, moved or replaced; payments are refused')
    await server.stop()
    rmSync(`${dataDir}-away`, { recursive: true, force: true })
  },
)

it('lost files are noticed within about a second although nobody calls', async () => {
  const lines: string[] = []
  const { dataDir } = await startTestServer({ log: (line) => lines.push(line) })
  rmSync(join(dataDir, 'laidan.db'))
  await expect.poll(() => lines.join('')).toContain('payments are refused')
})

it('I1: a database that is put back is gone on with, and holds everything that was answered', async () => {
  const server = await startTestServer()
  const { api, dataDir } = server
  const file = join(dataDir, 'laidan.db')
  const before = await api.placePaid()
  const { number: orderNumber, amountMinor, id } = await api.place()
  renameSync(file, `${file}.away`)
  expect((await api.notify({ transactionId: 'tx-1', orderNumber, amountMinor })).status).toBe(503)
  renameSync(`${file}.away`, file)
  expect((await api.notify({ transactionId: 'tx-1', orderNumber, amountMinor })).status).toBe(204)
  expect(await api.call('GET', '/readyz')).toMatchObject({ status: 200 })
  const next = await server.restart()
  for (const order of [before.id, id]) {
    expect(await next.api.call('GET', `/v1/orders/${order}`, { as: next.api.operatorKey })).toMatchObject({
      body: { payStatus: 1 },
    })
  }
})

it.each<[string, (file: string) => void]>([
  ['the database was emptied', (file) => truncateSync(file)],
  ['the database was cut short', (file) => truncateSync(file, 8 * 4_096)],
  ['its log was emptied', (file) => truncateSync(`${file}-wal`)],
  ['its log was cut short', (file) => truncateSync(`${file}-wal`, 5_000)],
])('I1: %s: no payment is answered as recorded, the server is not ready, and says so', async (_what, cut) => {
  const lines: string[] = []
  const { api, dataDir } = await startTestServer({ log: (line) => lines.push(line) })
  const { number: orderNumber, amountMinor } = await api.place()
  expect(await api.call('GET', '/readyz')).toMatchObject({ status: 200 })
  cut(join(dataDir, 'laidan.db'))
  for (let n = 0; n < 3; n++) {
    expect(await api.notify({ transactionId: 'tx-1', orderNumber, amountMinor })).toMatchObject({ status: 503 })
    expect(await api.call('GET', '/readyz')).toMatchObject({ status: 503, body: { fault: 'disk' } })
  }
  expect(lines.filter((line) => line.includes('was cut short; payments are refused'))).toHaveLength(1)
})

it('a database and a log that become shorter on purpose cost no payment', async () => {
  const { api, running } = await startTestServer()
  const { db } = running.ctx
  await db.write((tx) => tx.run(`INSERT INTO installation (name, value) VALUES ('ballast', hex(zeroblob(2000000)))`))
  for (let n = 0; n < 3; n++) {
    await db.query.raw('PRAGMA wal_checkpoint(TRUNCATE)')
    await api.placePaid()
    await db.write((tx) => tx.run(`DELETE FROM installation WHERE name = 'ballast'`))
    await db.query.raw('VACUUM')
    await api.placePaid()
  }
  expect(await api.call('GET', '/readyz')).toMatchObject({ status: 200 })
})
