import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * What a measurement leaves behind if nobody tidies up: processes and a folder. Apart from the tests' launcher
 * (`test/support/start-process.ts`), because a measurement is no test: messages are binary, complaints go to the
 * terminal at once, and what is printed is a stream that the measurement reads with the time of each piece.
 */
export interface Processes {
  dir: string
  /** Starts `node --import tsx …args`, in the project's folder, with an IPC channel and its stdout piped. */
  start(args: string[], env?: Record<string, string>): ChildProcess
  /** Starts another program, with its stdout piped. */
  run(program: string, args: string[], env?: Record<string, string>): ChildProcess
  /** Has `task` done when these processes have been ended, however that comes: it ends what is no child of ours. */
  atEnd(task: () => void): void
  /** Ends what still runs, waits for it, and removes the folder. */
  end(): Promise<void>
}

const PROJECT = fileURLToPath(new URL('../../..', import.meta.url))

/** A folder below `parent`, and the processes started in it; all gone when this process ends, however it ends. */
export function createProcesses(parent: string): Processes {
  const dir = mkdtempSync(join(parent, 'laidan-bench-'))
  const children = new Set<ChildProcess>()
  const tasks: (() => void)[] = []
  const endNow = () => {
    for (const child of children) child.kill('SIGKILL')
    for (const task of tasks.splice(0)) task()
    rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
  process.on('exit', endNow)
  function keep(child: ChildProcess): ChildProcess {
    children.add(child)
    child.on('exit', () => children.delete(child))
    return child
  }
  return {
    dir,
    start(args, env = {}) {
      const { PATH, HOME } = process.env
      return keep(
        spawn(process.execPath, ['--import', 'tsx', ...args], {
          cwd: PROJECT,
          env: { PATH, HOME, ...env },
          stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
          serialization: 'advanced',
        }),
      )
    },
    run(program, args, env = {}) {
      return keep(
        spawn(program, args, { cwd: PROJECT, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] }),
      )
    },
    atEnd(task) {
      tasks.push(task)
    },
    async end() {
      const ended = [...children].map((child) => once(child, 'exit'))
      for (const child of children) child.kill('SIGKILL')
      await Promise.all(ended)
      process.off('exit', endNow)
      endNow()
    },
  }
}
