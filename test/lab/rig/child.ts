import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { atEnd } from './at-end.ts'
import { bundle } from './bundle.ts'
import type { Edit } from './edit.ts'

/** How a process ended: by itself with a code, or by a signal. */
export interface Exit {
  code: number | null
  signal: NodeJS.Signals | null
}

export type Message = Record<string, unknown>

/** A process that a test or a round has started, and that ends with it at the latest. */
export interface Child {
  pid: number
  send(message: object): void
  /** The first message, past ones included, for which `pick` returns something. Rejects when the process ends without one. */
  message<T>(pick: (message: Message) => T | undefined): Promise<T>
  exited: Promise<Exit>
  /** Sends the signal and waits for the end. */
  kill(signal?: NodeJS.Signals): Promise<Exit>
  /** What it has printed so far, both streams. */
  output(): string
}

export interface ChildRun {
  /** A program and its arguments to run it through: `['strace', '-f', …]`. */
  through?: readonly string[]
  env?: Record<string, string>
  /** Faults in its code. */
  edits?: readonly Edit[]
}

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/**
 * Starts a TypeScript file in a process of its own, with `options` as its one argument (JSON) and a channel for
 * messages. It inherits nothing of the environment but what a program needs to run.
 */
export function startChild(file: URL, options: object, run: ChildRun = {}): Child {
  const command = [...(run.through ?? []), process.execPath, bundle(file, run.edits), JSON.stringify(options)]
  const child = spawn(command[0] as string, command.slice(1), {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], TMPDIR: process.env['TMPDIR'], ...run.env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  atEnd(() => void child.kill('SIGKILL'))
  return watch(child)
}

function watch(child: ChildProcess): Child {
  const unread: Message[] = []
  const readers = new Set<() => void>()
  let printed = ''
  let over: Exit | undefined
  const look = () => {
    for (const reader of readers) reader()
  }
  const exited = new Promise<Exit>((resolve) => {
    const end = (code: number | null, signal: NodeJS.Signals | null) => {
      over ??= { code, signal }
      resolve(over)
      look()
    }
    child.on('close', end)
    child.on('error', (error) => {
      printed += String(error)
      end(null, null)
    })
  })
  child.on('message', (message) => {
    unread.push(message as Message)
    look()
  })
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (bytes) => (printed += String(bytes)))

  function message<T>(pick: (message: Message) => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const reader = () => {
        for (const [index, candidate] of unread.entries()) {
          const picked = pick(candidate)
          if (picked === undefined) continue
          unread.splice(index, 1)
          readers.delete(reader)
          return resolve(picked)
        }
        if (over === undefined) return
        readers.delete(reader)
        reject(new Error(`the process ended (${over.signal ?? over.code}) before the message came\n${printed}`))
      }
      readers.add(reader)
      reader()
    })
  }

  return {
    pid: child.pid ?? 0,
    send: (sent) => {
      // A killed process cannot be told anything; whoever waits for its answer hears of the end.
      if (child.connected) child.send(sent, () => {})
    },
    message,
    exited,
    async kill(signal = 'SIGKILL') {
      child.kill(signal)
      return await exited
    },
    output: () => printed,
  }
}
