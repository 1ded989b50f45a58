import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { atEnd } from './at-end.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** How a process ended: by itself with a code, or by a signal. */
export interface Exit {
  code: number | null
  signal: NodeJS.Signals | null
}

export type Message = Record<string, unknown>

/** A process that a test or a round has started, and that ends with it at the latest. */
export interface Child {
  pid: number
  /** Everything it has printed so far, both streams. */
  output(): string
  /** Resolves with the output once it fits; rejects when the process ends without. */
  until(fits: string | RegExp): Promise<string>
  /** Types a line. */
  type(line: string): void
  send(message: object): void
  /** The first message, past ones included, for which `pick` returns something. Rejects when the process ends without one. */
  message<T>(pick: (message: Message) => T | undefined): Promise<T>
  exited: Promise<Exit>
  /** Sends the signal (default: SIGKILL) and waits for the end. */
  kill(signal?: NodeJS.Signals): Promise<Exit>
}

export interface ProcessOptions {
  /** Default: the project's folder. */
  cwd?: string
  /** All of its environment. Default: that of this process. */
  env?: NodeJS.ProcessEnv
  /** A channel for messages; without it, it can be typed to. */
  channel?: boolean
  /** Signals reach everything that it starts too: for what runs through a shell or npx, and for nginx. */
  group?: boolean
}

/** Starts a program. The one launcher of the tests: {@link runChild} and the lab's `startChild` say what is started. */
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
  const look = () => {
    for (const watcher of watchers) watcher()
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
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      printed += text
      look()
    })
  }
  child.on('message', (message) => {
    unread.push(message as Message)
    look()
  })
  child.stdin?.on('error', () => {})

  /** Resolves with what `find` finds, looking after everything that happens; rejects at the end of the process. */
  function found<T>(find: () => T | undefined, what: string): Promise<T> {
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
      found(
        () => ((typeof fits === 'string' ? printed.includes(fits) : fits.test(printed)) ? printed : undefined),
        `it printed ${fits}`,
      ),
    type: (line) => void child.stdin?.write(`${line}\n`),
    send: (message) => {
      // A killed process cannot be told anything; whoever waits for its answer hears of the end.
      if (child.connected) child.send(message, () => {})
    },
    message: (pick) =>
      found(() => {
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
