import type { Clock } from '../../shared/clock.ts'
import type { SpeechOutcome } from '../core/ports.ts'
import { alreadySaid, type Saying, type SpeechResult } from './engine.ts'
import { killOwn, type OwnChild, spawnOwn } from './run-child.ts'
import { parseWorkerReply, type WorkerReply } from './win32-worker.ts'

export interface WorkerProcess {
  /** Starts the worker if it does not run. */
  warm(): void
  /**
   * Sends one line when the worker is ready, and waits for the reply; `onVoice` is called for voices before it. One at
   * a time.
   */
  say(line: (id: number) => string, begun: () => void, onVoice?: (voice: WorkerVoice) => void): Saying
  /**
   * Asks for the system's volume while nothing is said. Resolves to `undefined` when there is no reply, and at once when
   * the worker has something else to do. Never rejects.
   */
  ask(line: (id: number) => string): Promise<WorkerLevel | undefined>
  close(): void
}

export type WorkerVoice = Pick<Extract<WorkerReply, { kind: 'voice' }>, 'culture' | 'name'>

export type WorkerLevel = Pick<Extract<WorkerReply, { kind: 'level' }>, 'muted' | 'percent'>

interface WorkerQuestion {
  id: number
  line: string
  /** Monotonic time, milliseconds; `undefined` while the worker is not ready for it. */
  sentAt?: number
  settle: (level: WorkerLevel | undefined) => void
}

interface WorkerJob {
  id: number
  line: string
  begun: () => void
  onVoice: (voice: WorkerVoice) => void
  settle: (result: SpeechResult) => void
}

interface Running {
  child: OwnChild | undefined
  ready: boolean
  /** The worker's own reason why it cannot work. */
  fatal?: SpeechResult
}

/** The deaths, and the time for them, after which no worker is started: a guard program would see an attack in more. */
const MOST_DEATHS = 3
const DEATHS_WITHIN_MS = 60_000
/** The longest line of a reply, bytes; a longer one is not ours. */
const LONGEST_LINE = 8 * 1024
/**
 * The time after which a question that the worker still works on is what has stopped it, milliseconds: compiling takes a
 * second or two, unless a guard program has a word in it.
 */
const QUESTION_LIMIT_MS = 5_000

/** Keeps one worker alive: starts it when needed, and again after it died, but not over and over. */
export function createWorkerProcess(deps: {
  command: string
  args: readonly string[]
  env?: NodeJS.ProcessEnv
  clock: Clock
}): WorkerProcess {
  const { clock, ...command } = deps
  let running: Running | undefined
  let job: WorkerJob | undefined
  let question: WorkerQuestion | undefined
  /** A question has cost a worker its life: none is asked any more, since the voice matters more. */
  let questionsHarm = false
  let lastId = 0
  let deaths: number[] = []
  let lastDeath: SpeechResult = { outcome: 'failed' }

  function warm(): void {
    deaths = deaths.filter((at) => clock.elapsed() - at < DEATHS_WITHIN_MS)
    if (running !== undefined || deaths.length >= MOST_DEATHS) return
    const worker: Running = { child: undefined, ready: false }
    running = worker
    worker.child = spawnOwn(command, ({ code, fault }) => onGone(worker, fault ?? `exit code ${code}`))
    worker.child?.stdout.setEncoding('latin1').on(
      'data',
      eachLine((line) => {
        const reply = parseWorkerReply(line)
        if (running === worker && reply !== undefined) onReply(worker, reply)
      }),
    )
    // Read, so that it cannot fill up and block the worker.
    worker.child?.stderr.resume()
  }

  function onReply(worker: Running, reply: WorkerReply): void {
    if (reply.kind === 'ready') {
      // Said twice, it must not make us send a line twice.
      if (worker.ready) return
      worker.ready = true
      send()
      sendQuestion()
    } else if (reply.kind === 'fatal') {
      worker.fatal = judge(reply)
    } else if (reply.kind === 'voice') {
      if (reply.id === job?.id) job.onVoice(reply)
    } else if (reply.id === question?.id) {
      answer(reply.kind === 'level' ? reply : undefined)
    } else if (reply.kind !== 'level' && reply.id === job?.id) {
      settle(judge(reply))
    }
  }

  function onGone(worker: Running, detail: string): void {
    // One that we killed has been replaced already.
    if (running !== worker) return
    running = undefined
    if (question?.sentAt !== undefined) questionsHarm = true
    answer(undefined)
    deaths.push(clock.elapsed())
    // A program that never got as far as `ready` (missing, blocked by a guard program, no .NET) is no engine.
    lastDeath = worker.fatal ?? { outcome: worker.ready ? 'failed' : 'no_engine', detail }
    settle(lastDeath)
  }

  function send(): void {
    if (job === undefined || running?.ready !== true) return
    job.begun()
    running.child?.stdin.write(job.line, 'latin1')
  }

  function sendQuestion(): void {
    if (question === undefined || question.sentAt !== undefined || running?.ready !== true) return
    question.sentAt = clock.elapsed()
    running.child?.stdin.write(question.line, 'latin1')
  }

  function answer(level: WorkerLevel | undefined): void {
    const answered = question
    question = undefined
    answered?.settle(level)
  }

  function settle(result: SpeechResult): void {
    const settled = job
    job = undefined
    settled?.settle(result)
  }

  function kill(): void {
    const child = running?.child
    running = undefined
    const { sentAt = Infinity } = question ?? {}
    if (clock.elapsed() - sentAt >= QUESTION_LIMIT_MS) questionsHarm = true
    answer(undefined)
    if (child !== undefined) killOwn(child)
  }

  return {
    warm,
    say(line, begun, onVoice = () => {}) {
      warm()
      if (running === undefined) return alreadySaid(lastDeath)
      const id = ++lastId
      const result = new Promise<SpeechResult>((settle) => {
        job = { id, line: line(id), begun, onVoice, settle }
      })
      send()
      return {
        result,
        silence() {
          if (job?.id !== id) return
          // There is no other way to interrupt it; a fresh one gets ready while nobody speaks.
          kill()
          settle({ outcome: 'stopped' })
          warm()
        },
      }
    },
    ask(line) {
      if (question !== undefined || job !== undefined || questionsHarm) return Promise.resolve(undefined)
      warm()
      if (running === undefined) return Promise.resolve(undefined)
      const id = ++lastId
      return new Promise((settle) => {
        question = { id, line: line(id), settle }
        sendQuestion()
      })
    },
    close() {
      kill()
      settle({ outcome: 'stopped' })
    },
  }
}

function judge(reply: Exclude<WorkerReply, { kind: 'ready' | 'voice' | 'level' }>): SpeechResult {
  if (reply.kind === 'done') return { outcome: 'ok' }
  if (reply.kind === 'novoice') return { outcome: 'no_voice' }
  return { outcome: outcomeOf(reply), detail: `${reply.error}: ${reply.message}` }
}

/** Judges a failure by the name of the .NET exception: messages are in the user's language. */
function outcomeOf({ kind, error }: Extract<WorkerReply, { error: string }>): SpeechOutcome {
  if (error === 'AudioException') return 'no_audio_device'
  // What System.Speech throws on a machine without any voice.
  if (error === 'PlatformNotSupportedException') return 'no_voice'
  return kind === 'fatal' ? 'no_engine' : 'failed'
}

/** Splits a stream into lines; what grows too long without an end is dropped up to its end. */
function eachLine(take: (line: string) => void): (chunk: string) => void {
  let rest = ''
  let dropping = false
  return (chunk) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      if (!dropping) take(line.trimEnd())
      dropping = false
    }
    if (rest.length > LONGEST_LINE) {
      rest = ''
      dropping = true
    }
  }
}
