import { chmodSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { tempDir } from '../../support/temp-dir.ts'
import { startTestServer } from '../../support/test-server.ts'
import { backup, restore } from './copies.ts'

/** The files of the database that others than their owner may read, write or run. */
const open = (dir: string) =>
  readdirSync(dir).filter((name) => name.startsWith('laidan.db') && (statSync(join(dir, name)).mode & 0o077) !== 0)

/** As most systems are: a folder that others may look into, and new files that they may read. */
function ordinaryFolder(): string {
  const before = process.umask(0o022)
  onTestFinished(() => void process.umask(before))
  const dir = tempDir()
  chmodSync(dir, 0o755)
  return dir
}

it.skipIf(process.platform === 'win32')(
  'only its owner can read the database, its log, index, lock and copies, in a folder that was there as well (not Windows)',
  async () => {
    const dataDir = ordinaryFolder()
    const server = await startTestServer({ dataDir })
    await server.api.placePaid()
    expect(readdirSync(dataDir)).toEqual(
      expect.arrayContaining(['laidan.db', 'laidan.db-wal', 'laidan.db-shm', 'laidan.db.lock']),
    )
    expect(open(dataDir)).toEqual([])
    const copy = join(ordinaryFolder(), 'laidan.db')
    await backup(dataDir, copy)
    expect(open(join(copy, '..'))).toEqual([])
    await server.stop()
    await restore(dataDir, copy)
    expect(open(dataDir)).toEqual([])
  },
)

it.skipIf(process.platform === 'win32')(
  'the files of an earlier version are its owner’s alone from the next start on (not Windows)',
  async () => {
    const dataDir = ordinaryFolder()
    const server = await startTestServer({ dataDir })
    await server.stop()
    writeFileSync(join(dataDir, 'laidan.db.replaced-20260101T000000000Z'), 'a database')
    for (const name of readdirSync(dataDir)) chmodSync(join(dataDir, name), 0o644)
    const next = await server.restart()
    await next.api.placePaid()
    expect(open(dataDir)).toEqual([])
    expect(statSync(join(dataDir, 'test-keys.json')).mode & 0o777).toBe(0o644)
  },
)
