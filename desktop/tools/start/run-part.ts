import { type ChildProcess, spawn } from 'node:child_process'

/** One of the two programs that run together. */
export interface Part {
  /** Resolves with the exit code once it has ended; `null` when a signal ended it. */
  ended: Promise<number | null>
  /** Asks it to end in good order, and resolves when it has. */
  stop(): Promise<void>
  /** Ends it at once. */
  kill(): void
}

export interface PartOptions {
  hear?: (text: string) => void
  /** Its standard input is a pipe on which nothing is sent: it ends when this process is gone, killed or not. */
  attached?: boolean
}

/**
 * Starts a program whose lines are printed among ours. It stands in a process group of its own, so that Ctrl-C in the
 * terminal reaches only us, and we end the parts one after the other.
 */
export function runPart(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  { hear, attached = false }: PartOptions = {},
): Part {
  const child: ChildProcess = spawn(program, args, {
    env,
    stdio: [attached ? 'pipe' : 'ignore', 'pipe', 'inherit'],
    detached: process.platform !== 'win32',
  })
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    process.stdout.write(text)
    hear?.(text)
  })
  let over = false
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(1))
    child.once('close', resolve)
  })
  void ended.then(() => {
    over = true
  })
  return {
    ended,
    async stop() {
      if (!over) child.kill('SIGTERM')
      await ended
    },
    kill() {
      if (!over) child.kill('SIGKILL')
    },
  }
}
