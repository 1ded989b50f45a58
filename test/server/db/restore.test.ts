import {
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { withRaw } from '../../../server/db/sqlite/raw-sqlite.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { backup, restore, shopWithBackup } from './copies.ts'

const orders = (file: string) => withRaw(file, 'read', (db) => db.all<{ id: number }>('SELECT id FROM orders'))
const epochs = (file: string) => withRaw(file, 'read', (db) => db.all<{ epoch: string }>('SELECT epoch FROM stores'))
const replacedIn = (dir: string) => readdirSync(dir).find((name) => /\.replaced-\w+$/.test(name)) ?? 'none'

describe('a restore', () => {
  it('I13: puts the backup in place with new epochs, keeps what it replaced, and leaves no log of the old one', async () => {
    const { server, copy } = await shopWithBackup(2)
    await server.api.placePaid()
    await server.stop()
    const before = readFileSync(copy)
    const lines = await restore(server.dataDir, copy)
    expect(readdirSync(server.dataDir).filter((name) => /-(wal|shm|journal)$|restoring/.test(name))).toEqual([])
    expect(lines.join('\n')).toContain('orders: 2, unanswered reminders: 2')
    const file = join(server.dataDir, 'laidan.db')
    expect(await orders(file)).toHaveLength(2)
    expect(await orders(join(server.dataDir, replacedIn(server.dataDir)))).toHaveLength(3)
    expect(await epochs(file)).not.toEqual(await epochs(copy))
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readFileSync(copy).equals(before)).toBe(true)
  })

  it('I13: twice from one backup gives two different epochs, and no replaced database is lost', async () => {
    const { server, copy } = await shopWithBackup(1)
    await server.stop()
    const file = join(server.dataDir, 'laidan.db')
    await restore(server.dataDir, copy)
    const first = await epochs(file)
    await restore(server.dataDir, copy)
    expect(await epochs(file)).not.toEqual(first)
    expect(readdirSync(server.dataDir).filter((name) => name.includes('.replaced-'))).toHaveLength(2)
  })

  it('while a server runs it is refused, and the server does not notice', async () => {
    const { server, copy } = await shopWithBackup(1)
    await expect(restore(server.dataDir, copy)).rejects.toThrow('already using')
    expect(replacedIn(server.dataDir)).toBe('none')
    await server.api.placePaid()
  })

  it('what a killed server left in the log of the replaced database goes aside with it, and never into the new one', async () => {
    const { server, copy } = await shopWithBackup(1)
    await server.api.placePaid()
    const killed = tempDir()
    for (const name of ['laidan.db', 'laidan.db-wal', 'laidan.db-shm'])
      copyFileSync(join(server.dataDir, name), join(killed, name))
    expect(statSync(join(killed, 'laidan.db-wal')).size).toBeGreaterThan(0)
    await restore(killed, copy)
    expect(await orders(join(killed, 'laidan.db'))).toHaveLength(1)
    expect(await orders(join(killed, replacedIn(killed)))).toHaveLength(2)
  })

  it('a damaged database is no obstacle: it goes aside as it is, its log with it', async () => {
    const { server, copy } = await shopWithBackup(1)
    const damaged = tempDir()
    writeFileSync(join(damaged, 'laidan.db'), 'no database any more. '.repeat(500))
    copyFileSync(join(server.dataDir, 'laidan.db-wal'), join(damaged, 'laidan.db-wal'))
    await restore(damaged, copy)
    expect(await orders(join(damaged, 'laidan.db'))).toHaveLength(1)
    const aside = replacedIn(damaged)
    expect(readFileSync(join(damaged, aside), 'utf8').slice(0, 21)).toBe('no database any more.')
    expect(existsSync(join(damaged, `${aside}-wal`))).toBe(true)
    expect(existsSync(join(damaged, 'laidan.db-wal'))).toBe(false)
  })

  it('into a folder that does not exist yet: it is made, and a killed restore before does not matter', async () => {
    const { copy } = await shopWithBackup(1)
    const dir = join(tempDir(), 'new')
    mkdirSync(dir)
    writeFileSync(join(dir, 'laidan.db.restoring'), 'half a copy')
    writeFileSync(join(dir, 'laidan.db.restoring-wal'), 'half a log')
    expect((await restore(dir, copy)).join('\n')).not.toContain('replaced')
    expect(await orders(join(dir, 'laidan.db'))).toHaveLength(1)
    await restore(join(dir, 'newer', 'still'), copy)
    expect(statSync(join(dir, 'newer')).mode & 0o777).toBe(0o700)
  })

  it.skipIf(process.getuid?.() !== 0)(
    'root does not put it where the server’s own user could not write to it (needs root)',
    async () => {
      const { copy } = await shopWithBackup(0)
      const dir = tempDir()
      chownSync(dir, 12_345, 12_345)
      await expect(restore(dir, copy)).rejects.toThrow('belongs to the user 12345')
      expect(readdirSync(dir)).toEqual([])
    },
  )

  it('a pairing code that was issued before the backup pairs nobody after it', async () => {
    const { server } = await shopWithBackup(0)
    const { api } = server
    const { body } = await api.call('POST', `/v1/stores/${server.storeId}/pairing-codes`, { as: api.operatorKey })
    const copy = join(tempDir(), 'copy.db')
    await backup(server.dataDir, copy)
    await server.stop()
    await restore(server.dataDir, copy)
    const again = await server.restart()
    const pairing = { code: (body as { code: string }).code, name: '前台', platform: 'test' }
    const refused = await again.api.call('POST', '/v1/devices/pair', { body: pairing })
    expect(refused.status).toBeGreaterThanOrEqual(400)
  })
})

describe('what is no backup', () => {
  const spoilt: [string, (good: string, bad: string) => unknown, RegExp][] = [
    ['a missing file', () => {}, /There is no file/],
    ['a folder', (_good, bad) => mkdirSync(bad), /is not a file/],
    ['an empty file', (_good, bad) => writeFileSync(bad, ''), /not a SQLite database/],
    ['text', (_good, bad) => writeFileSync(bad, 'SQLite format 3 it is not'.repeat(50)), /not a SQLite database/],
    ['a header and nothing', (good, bad) => writeFileSync(bad, readFileSync(good).subarray(0, 100)), /damaged/],
    ['a truncated copy', (good, bad) => writeFileSync(bad, readFileSync(good).subarray(0, -9_000)), /damaged/],
    ['a copy with a page of noise', (good, bad) => writeFileSync(bad, noisy(readFileSync(good))), /damaged/],
    ['a database of something else', (_good, bad) => other(bad), /not a database of a Laidan server/],
    ['a newer version’s', (good, bad) => newer(good, bad), /newer version.*9999-from-the-future/],
    ['half of a live copy', (good, bad) => live(good, bad), /a part of it is in .*-wal/],
  ]

  it.each(spoilt)('%s is refused, and the database stays as it is', async (_what, spoil, message) => {
    const { server, copy } = await shopWithBackup(1)
    await server.stop()
    const bad = join(tempDir(), 'bad.db')
    await spoil(copy, bad)
    const file = join(server.dataDir, 'laidan.db')
    const before = readFileSync(file)
    await expect(restore(server.dataDir, bad)).rejects.toThrow(message)
    expect(readFileSync(file).equals(before)).toBe(true)
    expect(readdirSync(server.dataDir).filter((name) => /replaced|restoring/.test(name))).toEqual([])
  })

  it('the database itself is no backup of itself', async () => {
    const { server } = await shopWithBackup(0)
    await server.stop()
    await expect(restore(server.dataDir, join(server.dataDir, 'laidan.db'))).rejects.toThrow('the database itself')
  })

  it('a plain copy of a stopped server’s file is taken, with a warning', async () => {
    const { server } = await shopWithBackup(1)
    await server.stop()
    const [dir, file] = [tempDir(), join(server.dataDir, 'laidan.db')]
    // Whoever closes it last takes its log away; with two connections that close at once it may be nobody.
    await withRaw(file, 'write', (db) => db.all('SELECT * FROM stores'))
    expect((await restore(dir, file)).join('\n')).toContain('may be missing')
    expect(await orders(join(dir, 'laidan.db'))).toHaveLength(1)
  })
})

function noisy(bytes: Buffer): Buffer {
  return Buffer.from(bytes).fill(0xa5, 4_096 * 3, 4_096 * 4)
}

async function other(bad: string): Promise<void> {
  writeFileSync(bad, '')
  await withRaw(bad, 'write', (db) => db.all('CREATE TABLE stores (x)'))
}

async function newer(good: string, bad: string): Promise<void> {
  copyFileSync(good, bad)
  await withRaw(bad, 'write', (db) =>
    db.all(`INSERT INTO knex_migrations (name, batch, migration_time) VALUES ('9999-from-the-future', 2, 0)`),
  )
}

function live(good: string, bad: string): void {
  copyFileSync(good, bad)
  writeFileSync(`${bad}-wal`, 'frames that are not in the file yet')
}
