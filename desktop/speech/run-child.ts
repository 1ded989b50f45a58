import { type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'

/** A program and what it is given. Untrusted text belongs in `stdin`, never in `args`. */
export interface ChildCommand {
  command: string
  args: readonly string[]
  stdin?: string
  env?: NodeJS.ProcessEnv
}

export interface ChildEnd {
  /** The exit code; null when it was killed or never ran. */
  code: number | null
  /** The system's word when it could not be started: `ENOENT`, `EACCES` … */
  fault?: string
  stdout: Buffer
  /** The first 4 KiB. */
  stderr: string
}

export interface ChildRun {
  /** Settles when the process is gone. Never rejects. */
  ended: Promise<ChildEnd>
  /** Kills this process and no other. Harmless when it is gone. */
  kill(): void
}

export type OwnChild = ChildProcessByStdio<Writable, Readable, Readable>

const STDERR_BYTES = 4096
/** Three minutes of espeak-ng's 22,050 Hz mono 16 bit. */
const STDOUT_BYTES = 8 * 1024 * 1024

/**
 * Starts a program the only way this folder does: no shell, no console window, and no error event without a listener
 * (an unheard `error` of a child or of its pipes ends the whole application). Throws nothing.
 * Returns undefined when it could not be started; either way `gone` is called once, when it is over.
 */
export function spawnOwn(
  { command, args, env }: ChildCommand,
  gone: (end: Pick<ChildEnd, 'code' | 'fault'>) => void,
): OwnChild | undefined {
  let over = false
  const once = (end: Pick<ChildEnd, 'code' | 'fault'>) => {
    if (over) return
    over = true
    gone(end)
  }
  try {
    const child = spawn(command, args, {
      shell: false,
      windowsHide: true,
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(env === undefined ? {} : { env }),
    })
    // Comes later for a failed start, and also when a kill fails, which is no end.
    child.on('error', (error) => child.pid === undefined && once({ code: null, fault: faultOf(error) }))
    child.on('close', (code) => once({ code }))
    // Without a pid there may be no pipes either (EMFILE).
    if (child.pid === undefined) return undefined
    // A child that dies early closes its stdin under our feet (EPIPE); its end is reported by `close`.
    for (const pipe of [child.stdin, child.stdout, child.stderr]) pipe.on('error', () => {})
    return child
  } catch (error) {
    // What Node refuses at once, such as a NUL in a path.
    once({ code: null, fault: faultOf(error) })
    return undefined
  }
}

function faultOf(error: unknown): string {
  return error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.name) : 'unknown'
}

/** Kills a child at once. Its pipes go too, so that whatever inherited them cannot keep us waiting. */
export function killOwn(child: OwnChild): void {
  child.kill('SIGKILL')
  child.stdin.destroy()
  child.stdout.destroy()
  child.stderr.destroy()
}

/** Runs a program to its end. Throws nothing; a failed start is an end with a `fault`. */
export function runChild(command: ChildCommand): ChildRun {
  const stdout: Buffer[] = []
  const stderr: Buffer[] = []
  let child: OwnChild | undefined
  const ended = new Promise<ChildEnd>((resolve) => {
    child = spawnOwn(command, (end) =>
      resolve({ ...end, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString('utf8') }),
    )
  })
  child?.stdout.on('data', collect(stdout, STDOUT_BYTES))
  child?.stderr.on('data', collect(stderr, STDERR_BYTES))
  child?.stdin.end(command.stdin ?? '', 'utf8')
  return { ended, kill: () => child !== undefined && killOwn(child) }
}

/** Keeps the first `limit` bytes and lets the rest flow past. */
function collect(chunks: Buffer[], limit: number): (chunk: Buffer) => void {
  let room = limit
  return (chunk) => {
    if (room > 0) chunks.push(chunk.subarray(0, room))
    room -= chunk.length
  }
}
