import { spawnSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished, type TestContext } from 'vitest'
import { tempDir } from '../../support/temp-dir.ts'

/** A file system of its own, with little room. */
export interface SmallDisk {
  dir: string
  /** Takes the room that is left, to the last byte. */
  fill(): void
  /** Gives it back. */
  free(): void
  /** Changes it as `mount -o remount,…` does: `ro`, `rw`, `size=8m`. */
  remount(options: string): void
}

/** Mounts a disk of `kilobytes` in memory. Skips the test, with the reason, where mounting is not permitted. */
export function mountSmallDisk(ctx: TestContext, kilobytes: number): SmallDisk {
  const dir = tempDir()
  const mount = (...args: string[]) => spawnSync('mount', ['-t', 'tmpfs', ...args, 'tmpfs', dir], { encoding: 'utf8' })
  const { status, stderr, error } = mount('-o', `size=${kilobytes}k`)
  if (status !== 0) ctx.skip(`mounting a file system is not permitted here: ${(stderr ?? String(error)).trim()}`)
  onTestFinished(() => {
    // Whatever still holds a file there is killed by its own hook; `-l` does not wait for it.
    spawnSync('umount', ['-l', dir])
  })
  const ballast = join(dir, 'ballast')
  return {
    dir,
    fill() {
      for (const bytes of [64 * 1024, 4 * 1024, 1]) {
        try {
          for (;;) writeFileSync(ballast, Buffer.alloc(bytes), { flag: 'a' })
        } catch (error) {
          if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
        }
      }
    },
    free: () => rmSync(ballast),
    remount(options) {
      const done = mount('-o', `remount,${options}`)
      if (done.status !== 0) throw new Error(`remount,${options}: ${done.stderr}`)
    },
  }
}
