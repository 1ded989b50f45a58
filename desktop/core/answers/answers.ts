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
import { createHeldAnswers, type HeldAnswer, toPending } from './held-answers.ts'
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
   * Holds an answer about `open` reminders as long as it can be taken back, stores it, then sends it until the server has
   * decided. Resolves to the decision, however long that takes; the same answer given twice while it waits is one answer.
   * Taken back it is refused as `undone`, without a call of `decided`. Never rejects.
   */
  give(answer: Answer, open: readonly ReminderFrame[]): Promise<Decision>
  /** Takes back a held answer and returns it; `undefined`: its time is over. Nothing of it has left the device. */
  undo(key: string): HeldAnswer | undefined
  /** The answers that can still be taken back, oldest first. */
  held(): readonly HeldAnswer[]
  /** Stores and sends what is held without waiting longer. Resolves when the server has decided on all of it. */
  sendHeld(): Promise<void>
  /** A reminder was closed by somebody else: a held answer none of whose reminders is open is dropped, as their words say. */
  closed(reminderId: string, isOpen: (reminderId: string) => boolean): void
  /** Whether a human here has answered this reminder at its present `n`, be it that the answer can be taken back. */
  silences(reminder: ReminderFrame): boolean
  /** Whether an answer to this reminder, at its present `n`, is past being taken back. */
  final(reminder: ReminderFrame): boolean
  /** The move of a human's answer to this reminder: undecided, or accepted and not yet closed on the log. */
  answering(reminder: ReminderFrame): Answer['move'] | undefined
  /** The answers that are past being taken back and that the server has not decided yet, oldest first. */
  waiting(): readonly PendingAnswer[]
  /** Tries again at once; call it when the link is good again. */
  retryNow(): void
  /** Forgets accepted answers whose reminders are not open any more; refuses held ones, as `reminder_closed`. */
  prune(isOpen: (reminderId: string) => boolean): void
  healthy(): boolean
  flush(): Promise<void>
  close(): void
}

/**
 * Delivers human answers through an outbox: an answer is held in memory while it can be taken back, is on disk before it
 * is sent, and stays there until the server has accepted or refused it.
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
  /** The time in which an answer can be taken back, milliseconds; 0: it is final at once. */
  undoMs: number
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
  const held = createHeldAnswers({ clock, undoMs: deps.undoMs, over: (pending) => send([pending]) })
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
    tell(pending.key, decision)
    deps.decided(decision, pending.silences)
  }

  function tell(key: string, decision: Decision): void {
    for (const resolve of askers.get(key) ?? []) resolve(decision)
    askers.delete(key)
  }

  function decisionOn(key: string): Promise<Decision> {
    return new Promise((resolve) => askers.set(key, [...(askers.get(key) ?? []), resolve]))
  }

  /** Begins to deliver these: they cannot be taken back any more. */
  function send(pending: readonly PendingAnswer[]): void {
    become([...state.answers, ...pending])
    sendNext()
  }

  function begin(answer: Answer, open: readonly ReminderFrame[]): PendingAnswer {
    const pending = { key: deps.random.uuid(), answer, at: clock.now(), silences: answeredBy(answer, open) }
    if (deps.undoMs > 0) {
      held.hold(pending)
      deps.changed()
    } else become([...state.answers, pending])
    return pending
  }

  /** Ends a held answer that was not sent. */
  function drop(key: string, code: RefusalCode): HeldAnswer | undefined {
    const dropped = held.take(key)
    if (dropped !== undefined) tell(key, { answer: dropped.answer, accepted: false, code })
    return dropped
  }

  function final(reminder: ReminderFrame): boolean {
    const { id, n } = reminder
    return silencedBy(state.answers, reminder) || accepted.some((s) => s.id === id && n <= s.n)
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
      const undecided = [...state.answers, ...held.list()]
      const waiting = undecided.find((pending) => sameAnswer(pending.answer, answer))
      if (waiting === undefined && undecided.length >= MOST_WAITING) return refuse('outbox_full')
      const { key } = waiting ?? begin(answer, open)
      const decision = decisionOn(key)
      sendNext()
      return decision
    },
    undo(key) {
      const undone = drop(key, 'undone')
      if (undone !== undefined) deps.changed()
      return undone
    },
    held: held.list,
    async sendHeld() {
      const taken = held.takeAll()
      if (taken.length === 0) return
      const decisions = taken.map(({ key }) => decisionOn(key))
      send(taken.map(toPending))
      await Promise.all(decisions)
    },
    closed(reminderId, isOpen) {
      for (const { key, silences } of held.list())
        if (silences.some(({ id }) => id === reminderId) && !silences.some(({ id }) => isOpen(id)))
          drop(key, 'reminder_closed')
    },
    silences(reminder) {
      return silencedBy(held.list(), reminder) || final(reminder)
    },
    final,
    answering({ id, n }) {
      const pending = [...held.list(), ...state.answers].find(({ silences }) => silences.some((s) => s.id === id))
      return pending?.answer.move ?? accepted.find((s) => s.id === id && n <= s.n)?.move
    },
    waiting: () => state.answers,
    retryNow() {
      retries.hurry()
      sendNext()
    },
    prune(isOpen) {
      for (const { key, silences } of held.list()) {
        if (silences.length === 0 || silences.some(({ id }) => isOpen(id))) continue
        const dropped = drop(key, 'reminder_closed')
        if (dropped !== undefined)
          deps.decided({ answer: dropped.answer, accepted: false, code: 'reminder_closed' }, [])
      }
      if (accepted.some((s) => !isOpen(s.id))) accepted = accepted.filter((s) => isOpen(s.id))
    },
    healthy: writer.healthy,
    flush: writer.flush,
    close() {
      closed = true
      held.close()
      retries.close()
      writer.close()
    },
  }
}

/** While an answer cannot be delivered the server announces on, and nothing silences the loudest level. */
function silencedBy(answers: readonly PendingAnswer[], { id, n, level }: ReminderFrame): boolean {
  return answers.some(({ silences }) => silences.some((s) => s.id === id && (n <= s.n || level < LEVEL.loudest)))
}

function sameAnswer(a: Answer, b: Answer): boolean {
  return a.move === b.move && queueKey(a) === queueKey(b)
}

function reasonOf(reply: string | { status: number }): string | number {
  return typeof reply === 'string' ? reply : reply.status
}
