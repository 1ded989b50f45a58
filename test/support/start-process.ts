import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { atEnd } from './at-end.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** The end of a process: by itself with a code, or by a signal. */
export interface Exit {
  code: number | null
  signal: NodeJS.Signals | null
}

export type Message = Record<string, unknown>

/** A process that a test or a round has started; it ends with the test or round at the latest. */
export interface Child {
  pid: number
  /** All output so far, of both streams. */
  output(): string
  /** Resolves to the output once it fits; rejects with an Error when the process ends before. */
  until(fits: string | RegExp): Promise<string>
  /** Writes a line to its standard input. */
  type(line: string): void
  send(message: object): void
  /** Resolves to the first value that `pick` returns for a message, past ones included; rejects as `until` does. */
  message<T>(pick: (message: Message) => T | undefined): Promise<T>
  exited: Promise<Exit>
  /** Sends the signal (default: SIGKILL) and waits for the end. */
  kill(signal?: NodeJS.Signals): Promise<Exit>
}

export interface ProcessOptions {
  /** Default: the project's folder. */
  cwd?: string
  /** The whole environment. Default: that of this process. */
  env?: NodeJS.ProcessEnv
  /** Opens a channel for messages, in place of the standard input. */
  channel?: boolean
  /** Whether signals reach its children too: for programs that run through a shell or npx, and for nginx. */
  group?: boolean
}

/** Starts a program. The one launcher of the tests: `runChild` and the lab's `startChild` use it. */
export function startProcess([program = '', ...args]: readonly string[], options: ProcessOptions = {}): Child {
  const { cwd = ROOT, env = process.env, channel = false, group = false } = options
  const child = spawn(program, args, {
    cwd,
    env,
    detached: group,
    stdio: channel ? ['ignore', 'pipe', 'pipe', 'ipc'] : ['pipe', 'pipe', 'pipe'],
  })
  const unread: Message[] = []
  const watchers = new Set<() => void>()
  let printed = ''
  let over: Exit | undefined
  const notify = () => {
    for (const watcher of watchers) watcher()
  }
  const exited = new Promise<Exit>((resolve) => {
    const end = (code: number | null, signal: NodeJS.Signals | null) => {
      over ??= { code, signal }
      resolve(over)
      notify()
    }
    child.on('close', end)
    child.on('error', (error) => {
      printed += String(error)
      end(null, null)
    })
  })
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      printed += text
      notify()
    })
  }
  child.on('message', (message) => {
    unread.push(message as Message)
    notify()
  })
  child.stdin?.on('error', () => {})

  /**
   * Resolves to the value of `find`, called after each event, once it is defined; rejects at the end of the process.
   */
  function waitFor<T>(find: () => T | undefined, what: string): Promise<T> {
    return new Promise((resolve, reject) => {
      const watcher = () => {
        const result = find()
        if (result === undefined && over === undefined) return
        watchers.delete(watcher)
        if (result !== undefined) resolve(result)
        else reject(new Error(`${program} ended (${over?.signal ?? over?.code}) before ${what}\n${printed}`))
      }
      watchers.add(watcher)
      watcher()
    })
  }

  async function kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<Exit> {
    if (group) killGroup(child.pid, signal)
    else child.kill(signal)
    return await exited
  }

  atEnd(() => kill())
  return {
    pid: child.pid ?? 0,
    output: () => printed,
    until: (fits) =>
      waitFor(
        () => ((typeof fits === 'string' ? printed.includes(fits) : fits.test(printed)) ? printed : undefined),
        `it printed ${fits}`,
      ),
    type: (line) => void child.stdin?.write(`${line}\n`),
    send: (message) => {
      // A killed process gets no message; a caller that waits for its answer is rejected by the end.
      if (child.connected) child.send(message, () => {})
    },
    message: (pick) =>
      waitFor(() => {
        for (const [index, message] of unread.entries()) {
          const picked = pick(message)
          if (picked === undefined) continue
          unread.splice(index, 1)
          return picked
        }
        return undefined
      }, 'the message came'),
    exited,
    kill,
  }
}

function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
