import { copyFileSync, existsSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { DatabaseMissingError } from '../../../server/db/sqlite/missing-database.ts'
import { runChild } from '../../support/run-child.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { startTestServer } from '../../support/test-server.ts'
import { restore, shopWithBackup } from './copies.ts'

it.each<[string, (file: string, dir: string) => void]>([
  ['its lock', (file) => writeFileSync(`${file}.lock`, '')],
  ['its log', (file) => writeFileSync(`${file}-wal`, 'frames')],
  ['the file of its keys', (_file, dir) => writeFileSync(join(dir, 'local-keys.json'), '{}')],
  ['what a restore has replaced', (file) => writeFileSync(`${file}.replaced-20260101T000000000Z`, 'a database')],
  ['a link that leads nowhere', (file) => symlinkSync('/nowhere/laidan.db', file)],
  [
    'an empty file and its log',
    (file) => {
      writeFileSync(file, '')
      writeFileSync(`${file}-wal`, 'frames')
    },
  ],
])('where a database has left %s, a start makes no new one and says what to do', async (_what, leave) => {
  const dataDir = tempDir()
  const file = join(dataDir, 'laidan.db')
  leave(file, dataDir)
  const before = readdirSync(dataDir).filter((name) => name !== 'laidan.db.lock')
  await expect(startTestServer({ dataDir })).rejects.toThrow(DatabaseMissingError)
  await expect(startTestServer({ dataDir })).rejects.toThrow(/is not there, but a database was.*restore.*--new/)
  expect(readdirSync(dataDir).filter((name) => name !== 'laidan.db.lock')).toEqual(before)
})

it('a link whose target has left its log behind is no database, until the log is set aside with --new', async () => {
  const server = await startTestServer()
  const { dataDir } = server
  const file = join(dataDir, 'laidan.db')
  copyFileSync(`${file}-wal`, join(dataDir, 'kept-wal'))
  await server.stop()
  renameSync(file, join(dataDir, 'other.db'))
  symlinkSync('other.db', file)
  renameSync(join(dataDir, 'kept-wal'), `${file}-wal`)
  await expect(startTestServer({ dataDir })).rejects.toThrow(DatabaseMissingError)
  await expect(startTestServer({ dataDir })).rejects.toThrow(/laidan\.db is a link.*laidan\.db-wal.*--new/)
  expect(existsSync(`${file}-wal`)).toBe(true)
  const next = await startTestServer({ dataDir, fresh: true })
  expect(next.running.firstKeys).toBeUndefined()
  expect(readdirSync(dataDir).filter((name) => /\.replaced-\w+-wal$/.test(name))).toHaveLength(1)
  await next.restart({ fresh: false })
})

it('what a start leaves that was killed in its first moments is no database: the next one begins', async () => {
  const dataDir = tempDir()
  for (const name of ['laidan.db', 'laidan.db.lock', 'laidan.db-journal']) writeFileSync(join(dataDir, name), '')
  const server = await startTestServer({ dataDir })
  expect(server.running.firstKeys).toBeDefined()
})

it('asked for a new database, the server makes one, and keeps the log of the lost one', async () => {
  const lost = await startTestServer()
  await lost.api.placePaid()
  const dataDir = tempDir()
  copyFileSync(join(lost.dataDir, 'laidan.db-wal'), join(dataDir, 'laidan.db-wal'))
  const server = await startTestServer({ dataDir, fresh: true })
  expect(server.running.firstKeys).toBeDefined()
  await server.api.placePaid()
  expect(readdirSync(dataDir).filter((name) => /\.replaced-\w+-wal$/.test(name))).toHaveLength(1)
})

it('asked for a new database, a server that has one goes on with it', async () => {
  const server = await startTestServer()
  const next = await server.restart({ fresh: true })
  expect(next.running.firstKeys).toBeUndefined()
})

it('a restore puts a database where one is missing, and the server starts', async () => {
  const { server, copy } = await shopWithBackup(1)
  await server.stop()
  rmSync(join(server.dataDir, 'laidan.db'))
  await expect(server.restart()).rejects.toThrow(DatabaseMissingError)
  await restore(server.dataDir, copy)
  const next = await startTestServer({ dataDir: server.dataDir })
  expect(next.running.firstKeys).toBeUndefined()
})

it('the program says it in one line, and takes --new', { timeout: 400_000 }, async () => {
  const dataDir = tempDir()
  writeFileSync(join(dataDir, 'local-keys.json'), '{}')
  const env = { DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'silent' }
  const refused = runChild('server/main.ts', [], env)
  expect(await refused.exited).toMatchObject({ code: 1 })
  expect(refused.output()).toMatch(/^\S*laidan\.db is not there, but a database was: .*local-keys\.json.*--new\.\n$/)
  expect(existsSync(join(dataDir, 'laidan.db'))).toBe(false)
  const fresh = runChild('server/main.ts', ['--new'], env)
  await fresh.until('First start.')
})
