import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'

const vitestBin = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')

/** How a nested vitest ended. */
export interface VitestRun {
  code: number | null
  stdout: string
  stderr: string
}

/**
 * Runs a real vitest in `cwd` and waits for its end. It inherits nothing of the vitest that runs this test: only `env`
 * decides whether it believes itself on CI.
 */
export async function runVitest(args: string[], cwd: string, env: Record<string, string> = {}): Promise<VitestRun> {
  const child = spawn(process.execPath, [vitestBin, ...args], {
    cwd,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [[code], stdout, stderr] = await Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)])
  return { code: code as number | null, stdout, stderr }
}
