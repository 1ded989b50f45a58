import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DatabaseCommandError } from '../../server/db/postgres/command-error.ts'
import { withRaw } from '../../server/db/sqlite/raw-sqlite.ts'
import type { Store } from '../../shared/api/stores.ts'
import type { SnapshotFrame } from '../../shared/protocol/frames.ts'
import { entries, isReminder, isSnapshot, isWelcome } from '../support/frames.ts'
import { withClient } from '../support/postgres-cluster.ts'
import { runChild } from '../support/run-child.ts'
import { tempDir } from '../support/temp-dir.ts'
import { createDatabase, databaseEnv } from '../support/test-database.ts'
import { TEST_WEBHOOKS_SECRET, type TestServer } from '../support/test-server.ts'
import { command, copyTo, fileIn, rowsOfDatabase, rowsOfFile, startAt, startOnFile } from './support/moving.ts'

/** A shop in which a bit of everything has happened. */
async function liveShop(): Promise<{ server: TestServer; token: string }> {
  const server = await startOnFile()
  const { api } = server
  const { token } = await api.pair()
  const device = await server.connect({ token, autoAck: true, announces: true })
  await device.synced()
  const orders = []
  for (const remark of ['不要香菜 🌶️', '“quoted” \\ \\u0000 \n\t', undefined])
    orders.push(await api.placePaid(remark === undefined ? {} : { remark }))
  const [first, second] = orders
  expect((await api.move(token, first?.id ?? 0, 'confirm')).status).toBe(200)
  await api.move(token, second?.id ?? 0, 'reject', '打烊')
  const branch = (await api.call('POST', '/v1/stores', { as: api.operatorKey, body: { name: '分店' } })).body as Store
  await api.placePaid({ storeId: branch.id })
  await api.place()
  await api.notify({ orderNumber: 'unknown', amountMinor: 100, currency: 'CNY' })
  await api.call('DELETE', `/v1/devices/${(await api.pair(branch.id)).deviceId}`, { as: api.operatorKey })
  await device.until((frame) => 'op' in frame && frame.op === 'closed')
  device.close()
  return { server, token }
}

/** The open reminders of the first snapshot of a device that knows nothing, and the position of the snapshot. */
async function snapshotOf(server: TestServer, token: string): Promise<string> {
  const device = await server.connect({ token, cursor: null })
  await device.synced()
  device.close()
  return JSON.stringify(device.frames.filter(isSnapshot).map(({ open, seq }: SnapshotFrame) => ({ open, seq })))
}

describe('the move to PostgreSQL', () => {
  it('takes every row along, byte for byte; open reminders, cursors and numbers go on where they were (I6, I13)', async () => {
    const { server, token } = await liveShop()
    const device = await server.connect({ token, autoAck: true })
    await device.synced()
    const { id: last } = await server.api.placePaid()
    await device.until((frame) => isReminder(frame) && frame.orderId === last)
    const cursor = entries(device.frames).at(-1)?.cursor ?? null
    device.close()
    const missed = await server.api.placePaid()
    const open = await snapshotOf(server, token)
    await server.stop()
    const before = await rowsOfFile(fileIn(server.dataDir))

    const url = await createDatabase('new')
    const said = await copyTo(url, server.dataDir)
    expect(said).toContain(`orders: ${before['orders']?.length}`)
    const { nodes, ...copied } = before
    expect(nodes).toEqual([])
    for (const name of ['stores', 'devices', 'orders', 'payments', 'reminders', 'reminder_log', 'receipts'])
      expect(copied[name], name).not.toEqual([])
    expect(await rowsOfDatabase(url, Object.keys(copied))).toEqual(copied)
    expect(await rowsOfDatabase(url, ['feed'])).toEqual({ feed: [] })
    expect(await rowsOfFile(fileIn(server.dataDir))).toEqual(before)

    const moved = await startAt(url, server.dataDir)
    expect(await snapshotOf(moved, token)).toBe(open)
    const again = await moved.connect({ token, cursor, autoAck: true })
    await again.until((frame) => isReminder(frame) && frame.orderId === missed.id)
    await again.synced()
    expect(again.frames.find(isWelcome)).toMatchObject({ resumed: true })
    expect(entries(again.frames).map(({ seq }) => seq)).toEqual(
      [entries(device.frames).at(-1)?.seq ?? 0].map((n) => n + 1),
    )
    const next = await moved.api.placePaid()
    expect(next.id).toBe(missed.id + 1)
    await again.until((frame) => isReminder(frame) && frame.orderId === next.id)
    expect((await moved.api.move(token, missed.id, 'confirm')).status).toBe(200)
  })

  it('never gives the number of a deleted order to a new one', async () => {
    const server = await startOnFile()
    const { id } = await server.api.place()
    await server.stop()
    await withRaw(fileIn(server.dataDir), 'write', (db) => db.all('DELETE FROM orders'))
    const url = await createDatabase('new')
    await copyTo(url, server.dataDir)
    const moved = await startAt(url, server.dataDir)
    expect((await moved.api.place()).id).toBe(id + 1)
  })

  it('brings a database of an older version up to date first, and one that a server without a store has used', async () => {
    const server = await startOnFile()
    await server.api.placePaid()
    await server.stop()
    await withRaw(fileIn(server.dataDir), 'write', async (db) => {
      for (const statement of [
        'DROP TABLE nodes',
        'ALTER TABLE devices DROP COLUMN node_id',
        'ALTER TABLE devices DROP COLUMN session',
        `DELETE FROM knex_migrations WHERE name = '0007-nodes'`,
      ])
        await db.all(statement)
    })
    const { DATABASE_URL: url = '' } = await databaseEnv(tempDir())
    await withClient(url, (client) =>
      client.query(`INSERT INTO installation VALUES ('time_written', '1'), ('ready', '2')`),
    )
    await copyTo(url, server.dataDir)
    expect((await rowsOfDatabase(url, ['orders']))['orders']).toHaveLength(1)
    expect(await rowsOfDatabase(url, ['installation'])).toEqual({
      installation: (await rowsOfFile(fileIn(server.dataDir)))['installation'],
    })
  })

  it('leaves secrets where they are, and one that an earlier version kept in the database goes into their file', async () => {
    const server = await startOnFile()
    await server.stop()
    await withRaw(fileIn(server.dataDir), 'write', (db) =>
      db.all(`INSERT INTO installation VALUES ('standard_webhooks_secret', '${TEST_WEBHOOKS_SECRET}')`),
    )
    const url = await createDatabase('new')
    expect(await copyTo(url, server.dataDir)).not.toContain(TEST_WEBHOOKS_SECRET)
    expect(JSON.stringify(await rowsOfDatabase(url, ['installation']))).not.toContain('secret')
    expect(readFileSync(join(server.dataDir, 'secrets.json'), 'utf8')).toContain(TEST_WEBHOOKS_SECRET)
  })

  it('killed in the middle it leaves nothing at the target and the file as it was; then it succeeds, once', async () => {
    const { server } = await liveShop()
    await server.stop()
    const { dataDir } = server
    const before = await rowsOfFile(fileIn(dataDir))
    const { DATABASE_URL: url = '' } = await databaseEnv(tempDir())
    const tables = Object.keys(before).filter((name) => name !== 'nodes')
    await withClient(url, async (client) => {
      // Somebody else's lock: the copy reaches this table and waits.
      await client.query('BEGIN; LOCK TABLE receipts IN SHARE MODE')
      const copying = runChild('server/main.ts', ['copy-to-postgres', url], { DATA_DIR: dataDir })
      await copying.until(/ {2}orders: \d+\n/)
      await expect
        .poll(async () => {
          const { rowCount } = await client.query(
            `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
          )
          return rowCount
        })
        .toBe(1)
      await copying.kill('SIGKILL')
      await client.query('ROLLBACK')
    })
    // The server ends the transaction when it notices that nobody is there any more.
    await expect
      .poll(() =>
        withClient(url, async (client) => {
          const { rowCount } = await client.query(
            `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'laidan copy'`,
          )
          return rowCount
        }),
      )
      .toBe(0)
    expect(Object.values(await rowsOfDatabase(url, tables)).flat()).toEqual([])
    expect(await rowsOfFile(fileIn(dataDir))).toEqual(before)
    const still = await startOnFile({ dataDir })
    await still.api.placePaid()
    await still.stop()

    const done = await command(['copy-to-postgres', url], { DATA_DIR: dataDir })
    expect(done, done.output).toMatchObject({ code: 0 })
    const copied = await rowsOfDatabase(url, tables)
    const second = await command(['copy-to-postgres'], { DATA_DIR: dataDir, DATABASE_URL: url })
    expect(second).toMatchObject({ code: 1, output: expect.stringContaining('not empty: there are rows in') })
    expect(await rowsOfDatabase(url, tables)).toEqual(copied)
  })
})

describe('a copy is refused, by name, and nothing is left behind:', () => {
  it.each<[string, (dataDir: string) => unknown, RegExp]>([
    ['without a database', (dir) => rmSync(fileIn(dir)), /There is no database in .*DATA_DIR/],
    ['with a folder in its place', folderInPlace, /is not a SQLite database/],
    ['with an empty file', (dir) => writeFileSync(fileIn(dir), ''), /is not a SQLite database/],
    ['with a text', (dir) => writeFileSync(fileIn(dir), 'no database'), /is not a SQLite database/],
    [
      'with a truncated file',
      (dir) => writeFileSync(fileIn(dir), readFileSync(fileIn(dir)).subarray(0, -9_000)),
      /damaged/,
    ],
    [
      'with a page of noise',
      (dir) => writeFileSync(fileIn(dir), readFileSync(fileIn(dir)).fill(0xa5, 4_096 * 3, 4_096 * 4)),
      /damaged/,
    ],
    [
      'with a file of a newer version',
      (dir) =>
        withRaw(fileIn(dir), 'write', (db) =>
          db.all(`INSERT INTO knex_migrations (name, batch, migration_time) VALUES ('9999-from-the-future', 2, 0)`),
        ),
      /newer version.*9999-from-the-future/,
    ],
    [
      'with a row that PostgreSQL cannot hold',
      (dir) => withRaw(fileIn(dir), 'write', (db) => db.all(`UPDATE stores SET name = '${'店'.repeat(201)}'`)),
      /PostgreSQL 127\.0\.0\.1:\d+\/\w+ says no: value too long/,
    ],
  ])('%s', async (_, spoil, message) => {
    const server = await startOnFile()
    await server.api.placePaid()
    await server.stop()
    const dir = tempDir()
    copyFileSync(fileIn(server.dataDir), fileIn(dir))
    await spoil(dir)
    const url = await createDatabase('new')
    await expect(copyTo(url, dir)).rejects.toThrow(message)
    await withClient(url, async (client) => {
      const { rows } = await client.query(`SELECT to_regclass('stores') IS NOT NULL AS there`)
      if (rows[0].there)
        expect(await rowsOfDatabase(url, ['stores', 'orders', 'installation'])).toEqual({
          stores: [],
          orders: [],
          installation: [],
        })
    })
  })

  it('while a server runs on the file, and while one runs on the target', async () => {
    const server = await startOnFile()
    const url = await createDatabase('new')
    await expect(copyTo(url, server.dataDir)).rejects.toThrow('already using')
    await server.stop()
    const other = await startAt(url, tempDir())
    await expect(copyTo(url, server.dataDir)).rejects.toThrow('A Laidan server runs on this PostgreSQL database')
    await other.stop()
    await expect(copyTo(url, server.dataDir)).rejects.toThrow('not empty: there are rows in api_keys')
  })

  it.each<[string, (url: URL) => unknown, RegExp]>([
    ['a target that is not there', (url) => (url.pathname = '/nowhere'), /"nowhere" does not exist/],
    ['a role that is not there', (url) => (url.username = 'nobody'), /role "nobody" does not exist/],
    ['a port where nobody listens', (url) => (url.port = '1'), /ECONNREFUSED/],
  ])('%s', async (_, spoil, message) => {
    const server = await startOnFile()
    await server.stop()
    const url = new URL(await createDatabase('new'))
    url.password = 'geheim'
    spoil(url)
    const refused = await command(['copy-to-postgres', url.href], { DATA_DIR: server.dataDir })
    expect(refused).toMatchObject({ code: 1, output: expect.stringMatching(message) })
    expect(refused.output).toContain('Nothing was changed.')
    expect(refused.output).not.toContain('geheim')
    expect(refused.output).not.toContain('    at ')
  })

  it('a target of a newer version', async () => {
    const server = await startOnFile()
    await server.stop()
    const { DATABASE_URL: url = '' } = await databaseEnv(tempDir())
    await withClient(url, (client) =>
      client.query(
        `INSERT INTO knex_migrations (name, batch, migration_time) VALUES ('9999-from-the-future', 2, now())`,
      ),
    )
    await expect(copyTo(url, server.dataDir)).rejects.toThrow(DatabaseCommandError)
    await expect(copyTo(url, server.dataDir)).rejects.toThrow(/newer version.*9999-from-the-future/)
  })
})

function folderInPlace(dataDir: string): void {
  rmSync(fileIn(dataDir))
  mkdirSync(fileIn(dataDir))
}
