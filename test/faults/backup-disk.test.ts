import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { backupCommand, restoreCommand } from '../../server/cli/backup-commands.ts'
import { systemRandom } from '../../server/lib/random.ts'
import { hostClock } from '../../shared/clock.ts'
import { mountSmallDisk } from '../lab/rig/small-disk.ts'
import { tempDir } from '../support/temp-dir.ts'
import { startTestServer } from '../support/test-server.ts'

/** Less than the smallest database of ours. */
const TOO_SMALL_KB = 64
const deps = { clock: hostClock(globalThis), random: systemRandom }

describe('copies on a disk without room (a mounted file system)', () => {
  it('a backup says so and leaves nothing, and the server does not notice', async (ctx) => {
    const disk = mountSmallDisk(ctx, TOO_SMALL_KB)
    const server = await startTestServer()
    const copy = join(disk.dir, 'copy.db')
    await expect(backupCommand(server.dataDir, copy)).rejects.toThrow(/no room left in .* No backup was made/)
    expect(readdirSync(disk.dir)).toEqual([])
    await server.api.placePaid()
    disk.remount('size=4m')
    await backupCommand(server.dataDir, copy)
    expect(readdirSync(disk.dir)).toEqual(['copy.db'])
  })

  it('a restore says so, and the database stays as it is', async (ctx) => {
    const disk = mountSmallDisk(ctx, 4_096)
    const server = await startTestServer({ dataDir: disk.dir })
    await server.api.placePaid()
    const copy = join(tempDir(), 'copy.db')
    await backupCommand(disk.dir, copy)
    await server.stop()
    const before = readFileSync(join(disk.dir, 'laidan.db'))
    disk.fill()
    await expect(restoreCommand(disk.dir, copy, deps)).rejects.toThrow(/no room left in .* Nothing was changed/)
    expect(readFileSync(join(disk.dir, 'laidan.db')).equals(before)).toBe(true)
    expect(readdirSync(disk.dir).filter((name) => /restoring|replaced/.test(name))).toEqual([])
    disk.free()
    await restoreCommand(disk.dir, copy, deps)
  })

  it('a folder that cannot be written to is told by name', async (ctx) => {
    const disk = mountSmallDisk(ctx, 4_096)
    const server = await startTestServer()
    disk.remount('ro')
    await expect(backupCommand(server.dataDir, join(disk.dir, 'copy.db'))).rejects.toThrow('may not be written to')
  })
})
