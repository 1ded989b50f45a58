import { copyFileSync, existsSync, linkSync, renameSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { DatabaseInUseError } from '../../../server/db/sqlite/lock.ts'
import { openSqlite } from '../../../server/db/sqlite/open-sqlite.ts'
import { withRaw } from '../../../server/db/sqlite/raw-sqlite.ts'
import { runChild } from '../../support/run-child.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { startTestServer } from '../../support/test-server.ts'

/** Processes that start, on a slow machine. */
const PROCESS_MS = 200_000

/** Gives the database in `from` a second name; returns the folder of that. */
type Link = (from: string) => string

const LINKS: [string, Link][] = [
  [
    'a link to its folder',
    (from) => {
      const to = join(tempDir(), 'link')
      symlinkSync(from, to)
      return to
    },
  ],
  [
    'a link to the file',
    (from) => {
      const to = tempDir()
      symlinkSync(join(from, 'laidan.db'), join(to, 'laidan.db'))
      return to
    },
  ],
  [
    'a hard link',
    (from) => {
      const to = tempDir()
      linkSync(join(from, 'laidan.db'), join(to, 'laidan.db'))
      return to
    },
  ],
]

it.each(LINKS)(
  'a second server on the same database through %s is refused, whoever comes first',
  async (_what, link) => {
    const first = await startTestServer()
    const other = link(first.dataDir)
    if (!existsSync(join(other, 'test-keys.json'))) {
      copyFileSync(join(first.dataDir, 'test-keys.json'), join(other, 'test-keys.json'))
    }
    await expect(startTestServer({ dataDir: other })).rejects.toThrow(DatabaseInUseError)
    await first.api.placePaid()
    await first.stop()
    const second = await startTestServer({ dataDir: other })
    await expect(first.restart()).rejects.toThrow(DatabaseInUseError)
    await second.api.placePaid()
    await second.stop()
    const last = await first.restart()
    await last.api.placePaid()
  },
)

it.each(LINKS)(
  'a server of another process on the same database through %s is refused',
  { timeout: PROCESS_MS },
  async (_what, link) => {
    const first = await startTestServer()
    const second = runChild('server/main.ts', [], { DATA_DIR: link(first.dataDir), PORT: '0', LOG_LEVEL: 'silent' })
    expect(await second.exited).toMatchObject({ code: 1 })
    expect(second.output()).toMatch(/^Another Laidan server is already using .*\n$/)
    await first.api.placePaid()
  },
)

it('a reader keeps no server from its database; from one that was served elsewhere it does, in words', async () => {
  const dataDir = tempDir()
  const file = join(dataDir, 'laidan.db')
  await (await openSqlite({ file })).close()
  const reading = (use: () => Promise<void>) =>
    withRaw(file, 'read', async (reader) => {
      await reader.all('SELECT COUNT(*) FROM orders')
      await use()
    })
  await reading(async () => await (await openSqlite({ file })).close())
  renameSync(`${file}.lock`, `${file}.lock-of-elsewhere`)
  await reading(
    async () => await expect(openSqlite({ file })).rejects.toThrow('under another name (a link or a mount)'),
  )
  await (await openSqlite({ file })).close()
  await reading(async () => await (await openSqlite({ file })).close())
})
