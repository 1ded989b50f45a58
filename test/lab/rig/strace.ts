import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished, type TestContext } from 'vitest'
import { tempDir } from '../../support/temp-dir.ts'

/** strace on a running process, every thread of it. */
export interface Strace {
  /** Lets the process go, and resolves to what was traced, a line a call. */
  detach(): Promise<string[]>
}

/**
 * Attaches strace to a process with `args` (`-e trace=…`, `-e inject=…`), and resolves when it holds every thread. Skips
 * the test, by name and with the reason, where that is not possible.
 */
export async function attachStrace(ctx: TestContext, pid: number, args: readonly string[]): Promise<Strace> {
  if (spawnSync('strace', ['-V']).status !== 0) ctx.skip('strace is not installed')
  const file = join(tempDir(), 'trace')
  const strace = spawn('strace', ['-f', '-p', String(pid), '-y', '-s', '64', '-o', file, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  onTestFinished(() => void strace.kill('SIGINT'))
  let said = ''
  const ended = new Promise<void>((resolve) => strace.on('close', () => resolve()))
  const attached = await new Promise<boolean>((resolve) => {
    strace.stderr.on('data', (bytes) => {
      said += String(bytes)
      if (/attached/.test(said)) resolve(!/not permitted/.test(said))
    })
    void ended.then(() => resolve(false))
  })
  if (!attached) ctx.skip(`strace may not attach to a process here: ${said.trim()}`)
  return {
    async detach() {
      strace.kill('SIGINT')
      await ended
      return readFileSync(file, 'utf8').split('\n')
    },
  }
}
