import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { onTestFinished } from 'vitest'

export interface Program {
  /** What it has printed so far, both streams. */
  output(): string
  /** Asks it and everything it started to end, and resolves when they have. */
  stop(): Promise<void>
}

/**
 * Starts a program in a process group of its own, for what is started through npx and a shell, and resolves once what
 * it printed fits. Rejects when it ends before. What is left of the group is killed when the running test ends.
 */
export async function startProgram(
  dir: string,
  [program, ...words]: readonly [string, ...string[]],
  env: Record<string, string>,
  fits: RegExp,
): Promise<Program> {
  const child = spawn(program, words, { cwd: dir, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  const closed = once(child, 'close')
  const end = async (signal: NodeJS.Signals) => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
    }
    await closed
  }
  onTestFinished(() => end('SIGKILL'))
  let output = ''
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
        if (fits.test(output)) resolve()
      })
    }
    child.on('close', () => reject(new Error(`${program} ended before it printed ${fits}:\n${output}`)))
    child.on('error', reject)
  })
  return { output: () => output, stop: () => end('SIGTERM') }
}
