import type { Clock } from '../../../shared/clock.ts'
import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
import { LEVEL } from '../../../shared/reminder.ts'
import { loadState } from '../load-state.ts'
import type { Logger, Random, Requester, StateFile } from '../ports.ts'
import { createStateWriter } from '../state-writer.ts'
import { withTimeout } from '../with-timeout.ts'
import { type Answer, answerSchema, type Decision, judge, queueKey, type RefusalCode, toRequest } from './answer.ts'
import {
  type AnsweredReminder,
  type AnswersState,
  answeredBy,
  answersStateSchema,
  answersText,
  NO_ANSWERS,
  type PendingAnswer,
} from './answers-state.ts'
import { createRetries } from './retries.ts'

/** The most undecided answers: more than a shop can have open. */
export const MOST_WAITING = 500
const MOST_AT_ONCE = 4
const REQUEST_LIMIT_MS = 15_000
/** The longest wait for the disk: a disk that hangs must not keep an answer from the server. */
const STORE_LIMIT_MS = 2_000

export interface Answers {
  /** Reads the answers of a former run, and goes on delivering them. Call it once. Never rejects. */
  load(): Promise<void>
  /**
   * Stores an answer about `open` reminders, then sends it until the server has decided. Resolves to the decision,
   * however long that takes; the same answer given twice while it waits is one answer. Never rejects.
   */
  give(answer: Answer, open: readonly ReminderFrame[]): Promise<Decision>
  /** Whether a human here has answered this reminder at its present `n`. */
  silences(reminder: ReminderFrame): boolean
  /** The move of a human's answer to this reminder: undecided, or accepted and not yet closed on the log. */
  answering(reminder: ReminderFrame): Answer['move'] | undefined
  /** The answers that the server has not decided yet, oldest first. */
  waiting(): readonly PendingAnswer[]
  /** Tries again at once; call it when the link is good again. */
  retryNow(): void
  /** Forgets accepted answers whose reminders are not open any more. */
  prune(isOpen: (reminderId: string) => boolean): void
  healthy(): boolean
  flush(): Promise<void>
  close(): void
}

/**
 * Delivers human answers through an outbox: an answer is on disk before it is sent, and stays there until the server
 * has accepted or refused it.
 *
 * I11: one key an answer, for all its attempts.
 * I9: a reminder is silent from the answer on; it is open again when the server refuses, or repeats it afterwards.
 */
export function createAnswers(deps: {
  file: StateFile
  clock: Clock
  random: Random
  log: Logger
  requester: Requester
  /** The group of this device; empty: none. */
  group(): string
  /** Receives each decision, with the reminders that the answer was about. */
  decided(decision: Decision, answered: readonly AnsweredReminder[]): void
  changed(): void
}): Answers {
  const { clock, log, requester } = deps
  let state: AnswersState = NO_ANSWERS
  let closed = false
  /** By idempotency key: the callers that wait for the decision. */
  const askers = new Map<string, ((decision: Decision) => void)[]>()
  const busyQueues = new Set<string>()
  const retries = createRetries({ clock, random: deps.random, due: sendNext })
  /** The reminders of accepted answers that are not yet closed on the log. */
  let accepted: readonly (AnsweredReminder & Pick<Answer, 'move'>)[] = []
  const writer = createStateWriter<AnswersState>({
    ...deps,
    current: () => state,
    text: answersText,
    healthChanged: deps.changed,
  })

  function become(answers: PendingAnswer[]): void {
    state = { ...state, answers }
    writer.touch()
    deps.changed()
  }

  /** Sends the oldest answer of each queue, a few queues at once. */
  function sendNext(): void {
    const seen = new Set<string>()
    for (const pending of state.answers) {
      const queue = queueKey(pending.answer)
      const first = !seen.has(queue)
      seen.add(queue)
      if (closed || busyQueues.size >= MOST_AT_ONCE) return
      if (first && !busyQueues.has(queue) && retries.mayTry(pending.key)) void deliver(pending, queue)
    }
  }

  async function deliver(pending: PendingAnswer, queue: string): Promise<void> {
    busyQueues.add(queue)
    await withTimeout(clock, STORE_LIMIT_MS, writer.flush)
    const request = toRequest(pending.answer, pending.key, deps.group())
    const reply = closed ? 'failed' : await withTimeout(clock, REQUEST_LIMIT_MS, () => requester.request(request))
    busyQueues.delete(queue)
    if (closed) return
    const judgement = judge(reply)
    if (judgement === 'accepted') decide(pending, { answer: pending.answer, accepted: true })
    else if ('again' in judgement) {
      log.warn('an answer waits for another attempt', { move: pending.answer.move, reply: reasonOf(reply) })
      retries.plan(pending.key, judgement.afterMs)
    } else {
      const { refused: code, ...detail } = judgement
      decide(pending, { answer: pending.answer, accepted: false, code, ...detail })
    }
    sendNext()
  }

  function decide(pending: PendingAnswer, decision: Decision): void {
    retries.forget(pending.key)
    const { move } = pending.answer
    if (decision.accepted) accepted = [...accepted, ...pending.silences.map((answered) => ({ ...answered, move }))]
    else log.warn('an answer was refused', { move: decision.answer.move, code: decision.code })
    become(state.answers.filter((other) => other.key !== pending.key))
    for (const resolve of askers.get(pending.key) ?? []) resolve(decision)
    askers.delete(pending.key)
    deps.decided(decision, pending.silences)
  }

  function enqueue(answer: Answer, open: readonly ReminderFrame[]): PendingAnswer {
    const silences = answeredBy(answer, open)
    const pending = { key: deps.random.uuid(), answer, at: clock.now(), silences }
    become([...state.answers, pending])
    return pending
  }

  return {
    async load() {
      const stored = await loadState(deps.file, answersStateSchema, log)
      state = stored ?? NO_ANSWERS
      if (state.unread.length > 0)
        log.error('answers of a newer client stay undelivered', { count: state.unread.length })
      deps.changed()
      sendNext()
    },
    give(given, open) {
      const refuse = (code: RefusalCode) => Promise.resolve<Decision>({ answer: given, accepted: false, code })
      const answer = answerSchema.safeParse(given).data
      if (answer === undefined) return refuse('body_invalid')
      const waiting = state.answers.find((pending) => sameAnswer(pending.answer, answer))
      if (waiting === undefined && state.answers.length >= MOST_WAITING) return refuse('outbox_full')
      const { key } = waiting ?? enqueue(answer, open)
      const decision = new Promise<Decision>((resolve) => {
        askers.set(key, [...(askers.get(key) ?? []), resolve])
      })
      sendNext()
      return decision
    },
    silences({ id, n, level }) {
      const pending = state.answers.flatMap((answer) => answer.silences)
      // While an answer cannot be delivered the server announces on, and nothing silences the loudest level.
      if (pending.some((s) => s.id === id && (n <= s.n || level < LEVEL.loudest))) return true
      return accepted.some((s) => s.id === id && n <= s.n)
    },
    answering({ id, n }) {
      const pending = state.answers.find(({ silences }) => silences.some((s) => s.id === id))
      return pending?.answer.move ?? accepted.find((s) => s.id === id && n <= s.n)?.move
    },
    waiting: () => state.answers,
    retryNow() {
      retries.hurry()
      sendNext()
    },
    prune(isOpen) {
      if (accepted.some((s) => !isOpen(s.id))) accepted = accepted.filter((s) => isOpen(s.id))
    },
    healthy: writer.healthy,
    flush: writer.flush,
    close() {
      closed = true
      retries.close()
      writer.close()
    },
  }
}

function sameAnswer(a: Answer, b: Answer): boolean {
  return a.move === b.move && queueKey(a) === queueKey(b)
}

function reasonOf(reply: string | { status: number }): string | number {
  return typeof reply === 'string' ? reply : reply.status
}
