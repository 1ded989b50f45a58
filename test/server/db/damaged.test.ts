import { existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sqlite3 from 'sqlite3'
import { expect, it } from 'vitest'
import { UnusableDatabaseError } from '../../../server/db/unusable-database.ts'
import { RUNNING_FILE } from '../../../shared/api/running-server.ts'
import { runChild } from '../../support/run-child.ts'
import { startTestServer } from '../../support/test-server.ts'

const PAGE = 4_096

/** A folder with the database of a shop that was stopped in good order. */
async function shop(): Promise<{ dataDir: string; file: string }> {
  const server = await startTestServer()
  await server.api.placePaid()
  await server.stop()
  return { dataDir: server.dataDir, file: join(server.dataDir, 'laidan.db') }
}

/** Destroys the page at which a table begins. */
async function destroy(file: string, table: string): Promise<void> {
  const db = new sqlite3.Database(file)
  const page = await new Promise<number>((resolve, reject) => {
    db.get<{ rootpage: number }>('SELECT rootpage FROM sqlite_schema WHERE name = ?', [table], (error, row) =>
      error || row === undefined ? reject(error) : resolve(row.rootpage),
    )
  })
  await new Promise<void>((resolve) => db.close(() => resolve()))
  const bytes = readFileSync(file)
  bytes.fill(0xa5, (page - 1) * PAGE, page * PAGE)
  writeFileSync(file, bytes)
}

it.each<[string, (file: string) => void | Promise<void>, RegExp]>([
  ['has a destroyed page under what a start reads', (file) => destroy(file, 'installation'), /is damaged.*backup/],
  ['has a destroyed list of its migrations', (file) => destroy(file, 'knex_migrations'), /is damaged.*backup/],
  ['is cut short', (file) => truncateSync(file, 3 * PAGE), /is damaged.*backup/],
  ['is no database', (file) => writeFileSync(file, '来单'.repeat(2_000)), /is damaged, or no database at all.*backup/],
  [
    'is a folder',
    (file) => {
      rmSync(file)
      mkdirSync(file)
    },
    /cannot be opened.*folder/,
  ],
])('a database that %s: the start is refused in one sentence, and leaves nothing open', async (_what, spoil, says) => {
  const { dataDir, file } = await shop()
  await spoil(file)
  for (let n = 0; n < 2; n++) {
    const refused = startTestServer({ dataDir })
    await expect(refused).rejects.toThrow(says)
    await expect(refused).rejects.toThrow(UnusableDatabaseError)
  }
})

it('the program says that its database is damaged in one line, and ends; the note of a killed server is gone', async () => {
  const { dataDir, file } = await shop()
  await destroy(file, 'installation')
  const note = join(dataDir, RUNNING_FILE)
  writeFileSync(note, '{}')
  const refused = runChild('server/main.ts', [], { DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'silent' })
  expect(await refused.exited).toMatchObject({ code: 1 })
  expect(refused.output()).toMatch(/^\S*laidan\.db is damaged \(SQLITE_CORRUPT\).*\n$/)
  expect(existsSync(note)).toBe(false)
})
