import { spawn } from 'node:child_process'
import type { Clock } from '../../shared/clock.ts'

/** A program, its words, and the text for its standard input: untrusted text is never a word of a command line. */
export interface EngineCall {
  program: string
  words: readonly string[]
  text: string
}

export interface EngineEnd {
  /** The exit code; `null`: it was killed, by us or by somebody else. */
  code: number | null
  stdout: Buffer
  /** The first 4 KiB. */
  stderr: string
}

/** The longest that a run may take, milliseconds. Measured: espeak-ng renders its longest sentence in 0.1 s. */
const LIMIT_MS = 10_000
/** Most bytes of a sound: three minutes of espeak-ng's 22,050 Hz mono 16 bit, where a sentence takes one at most. */
const MOST_BYTES = 8 * 2 ** 20
const MOST_WORDS_OF_ERROR = 4096

/**
 * Runs a speech engine to its end, without a shell. It is killed after ten seconds, with more output than a sentence
 * can make, and when `stopping` aborts. Rejects with the system's error when it cannot be started, such as `ENOENT`.
 */
export function runEngine(
  { program, words, text }: EngineCall,
  { clock, stopping }: { clock: Pick<Clock, 'after'>; stopping: AbortSignal },
): Promise<EngineEnd> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { shell: false, windowsHide: true, stdio: ['pipe', 'pipe', 'pipe'] })
    // Comes later for a failed start, and also when a kill fails, which is no end.
    child.on('error', (error) => child.pid === undefined && reject(error))
    // Without a pid there may be no pipes either (EMFILE).
    if (child.pid === undefined) return
    const kill = () => {
      child.kill('SIGKILL')
      // Whatever has inherited the pipes cannot keep us waiting.
      for (const pipe of [child.stdin, child.stdout, child.stderr]) pipe.destroy()
    }
    // An unheard `error` of a pipe ends the server; a child that dies early closes its stdin under our feet (EPIPE).
    for (const pipe of [child.stdin, child.stdout, child.stderr]) pipe.on('error', () => {})
    const cancel = clock.after(LIMIT_MS, kill)
    stopping.addEventListener('abort', kill)
    const stdout = collect(MOST_BYTES, kill)
    const stderr = collect(MOST_WORDS_OF_ERROR)
    child.stdout.on('data', stdout.take)
    child.stderr.on('data', stderr.take)
    child.on('close', (code) => {
      cancel()
      stopping.removeEventListener('abort', kill)
      resolve({ code, stdout: stdout.all(), stderr: stderr.all().toString('utf8') })
    })
    child.stdin.end(text, 'utf8')
  })
}

/** Keeps the first `limit` bytes and lets the rest flow past; `full` is called when there is a rest. */
function collect(limit: number, full = () => {}): { take(chunk: Buffer): void; all(): Buffer } {
  const chunks: Buffer[] = []
  let room = limit
  return {
    take(chunk) {
      if (room > 0) chunks.push(chunk.subarray(0, room))
      room -= chunk.length
      if (room < 0) full()
    },
    all: () => Buffer.concat(chunks),
  }
}
