import { readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openSqlite } from '../../../server/db/sqlite/open-sqlite.ts'
import { withRaw } from '../../../server/db/sqlite/raw-sqlite.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { startTestServer } from '../../support/test-server.ts'
import { backup, shopWithBackup } from './copies.ts'

describe('a backup', () => {
  it('is taken beside a running server, holds what was committed, for its owner alone, and leaves nothing else', async () => {
    const { server, copy } = await shopWithBackup(3)
    expect(statSync(copy).mode & 0o777).toBe(0o600)
    expect(readdirSync(dirname(copy))).toEqual(['copy.db'])
    const rows = await withRaw(copy, 'read', (db) => db.all<{ pay_status: number }>('SELECT pay_status FROM orders'))
    expect(rows).toEqual([{ pay_status: 1 }, { pay_status: 1 }, { pay_status: 1 }])
    await server.api.placePaid()
  })

  it('holds what a killed server left in the log of its database', async () => {
    const dir = tempDir()
    const db = await openSqlite({ file: join(dir, 'laidan.db') })
    await db.write((tx) => tx.run(`INSERT INTO installation (name, value) VALUES ('last', 'word')`))
    const killed = tempDir()
    for (const name of ['laidan.db', 'laidan.db-wal']) writeFileSync(join(killed, name), readFileSync(join(dir, name)))
    await db.close()
    await backup(killed, join(dir, 'copy.db'))
    const found = await withRaw(join(dir, 'copy.db'), 'read', (copy) =>
      copy.all(`SELECT value FROM installation WHERE name = 'last'`),
    )
    expect(found).toEqual([{ value: 'word' }])
  })

  it('never overwrites: not a backup, not a folder, not a link to nowhere, not the database', async () => {
    const { server, copy } = await shopWithBackup(0)
    const before = readFileSync(copy)
    await expect(backup(server.dataDir, copy)).rejects.toThrow('exists already')
    expect(readFileSync(copy).equals(before)).toBe(true)
    await expect(backup(server.dataDir, dirname(copy))).rejects.toThrow('exists already')
    await expect(backup(server.dataDir, join(server.dataDir, 'laidan.db'))).rejects.toThrow('exists already')
    symlinkSync(join(dirname(copy), 'nowhere'), join(dirname(copy), 'link'))
    await expect(backup(server.dataDir, join(dirname(copy), 'link'))).rejects.toThrow('exists already')
  })

  it('what a killed backup left does not stand in the way, and a name is given once', async () => {
    const server = await startTestServer()
    const folder = tempDir()
    const to = join(folder, 'copy.db')
    writeFileSync(`${to}.${process.pid}.part`, 'left by one that was killed')
    await backup(server.dataDir, to)
    await expect(backup(server.dataDir, to)).rejects.toThrow('exists already')
    expect(readdirSync(folder).toSorted()).toEqual(['copy.db'])
  })

  it('says what is wrong with the target, and makes nothing', async () => {
    const server = await startTestServer()
    const folder = tempDir()
    await expect(backup(server.dataDir, join(folder, 'no', 'copy.db'))).rejects.toThrow(/folder .*no does not exist/)
    writeFileSync(join(folder, 'file'), '')
    await expect(backup(server.dataDir, join(folder, 'file', 'copy.db'))).rejects.toThrow(/is not a folder/)
    expect(readdirSync(folder)).toEqual(['file'])
  })

  it('a name with spaces, quotes and Chinese is a name', async () => {
    const server = await startTestServer()
    const to = join(tempDir(), `备份 'a' "b" ; DROP.db`)
    await backup(server.dataDir, to)
    expect(statSync(to).size).toBeGreaterThan(10_000)
  })

  it('refuses a folder without a database and makes none there', async () => {
    const empty = tempDir()
    await expect(backup(empty, join(tempDir(), 'copy.db'))).rejects.toThrow('There is no database')
    expect(readdirSync(empty)).toEqual([])
  })

  it.each([
    ['text', () => Buffer.from('this is no database, whatever its name says. '.repeat(100)), /not a SQLite database/],
    ['a truncated database', (whole: Buffer) => whole.subarray(0, whole.length - 8_192), /damaged/],
    ['a database of something else', undefined, /not a database of a Laidan server/],
  ] as const)('refuses %s in DATA_DIR, and leaves no copy', async (_what, spoil, message) => {
    const { copy } = await shopWithBackup(1)
    const dir = tempDir()
    const file = join(dir, 'laidan.db')
    if (spoil !== undefined) writeFileSync(file, spoil(readFileSync(copy)))
    else {
      writeFileSync(file, '')
      await withRaw(file, 'write', (db) => db.all('CREATE TABLE t (x)'))
    }
    const target = tempDir()
    await expect(backup(dir, join(target, 'copy.db'))).rejects.toThrow(message)
    expect(readdirSync(target)).toEqual([])
  })
})
