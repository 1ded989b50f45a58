import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** A program of ours in a process of its own. */
export interface Child {
  process: ChildProcess
  /** Everything it has printed so far, both streams. */
  output(): string
  /** Resolves with the output once it fits; rejects when the process ends without. */
  until(fits: string | RegExp): Promise<string>
  /** Types a line. */
  type(line: string): void
  /** Exit code and signal. */
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  kill(signal?: NodeJS.Signals): Promise<void>
}

/** Runs a TypeScript file of this project; it is killed when the running test ends. */
export function runChild(file: string, args: string[] = [], env: Record<string, string> = {}): Child {
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let output = ''
  const waiting = new Set<() => void>()
  let over = false
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
      for (const look of waiting) look()
    })
  }
  child.stdin.on('error', () => {})
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.on('close', (code, signal) => {
      over = true
      resolve({ code, signal })
      for (const look of waiting) look()
    })
  })
  async function kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    child.kill(signal)
    await ended
  }
  onTestFinished(() => kill())
  return {
    process: child,
    output: () => output,
    until: (fits) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = typeof fits === 'string' ? output.includes(fits) : fits.test(output)
          if (!found && !over) return
          waiting.delete(look)
          if (found) resolve(output)
          else reject(new Error(`${file} ended before it printed ${fits}:\n${output}`))
        }
        waiting.add(look)
        look()
      }),
    type: (line) => void child.stdin.write(`${line}\n`),
    ended,
    kill,
  }
}
