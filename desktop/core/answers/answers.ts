import type { Clock } from '../../../shared/clock.ts'
import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
import { LEVEL } from '../../../shared/reminder.ts'
import { loadState } from '../load-state.ts'
import type { Logger, Random, Requester, StateFile } from '../ports.ts'
import { createSaver } from '../state-writer.ts'
import { within } from '../with-timeout.ts'
import { type Answer, answerSchema, type Decision, judge, laneOf, type RefusalCode, toRequest } from './answer.ts'
import {
  type Answered,
  type AnswersState,
  answeredBy,
  answersStateSchema,
  answersText,
  NO_ANSWERS,
  type PendingAnswer,
} from './answers-state.ts'
import { createRetries } from './retries.ts'

/** More than a shop can have open; past it something else is wrong. */
export const MOST_WAITING = 500
const MOST_AT_ONCE = 4
const REQUEST_LIMIT_MS = 15_000
/** A disk that does not answer must not keep an answer from the server. */
const STORE_LIMIT_MS = 2_000

export interface Answers {
  /** Reads what a former run could not deliver, and goes on delivering it. Call it once. */
  load(): Promise<void>
  /**
   * Takes an answer about `open` reminders: stored, then sent until the server has decided. Resolves to the decision,
   * however long that takes; the same answer given twice while it waits is one answer. Never rejects.
   */
  give(answer: Answer, open: readonly ReminderFrame[]): Promise<Decision>
  /** Whether a human here has answered this reminder, as it stands now. */
  silences(reminder: ReminderFrame): boolean
  /** What a human here has answered it with: on its way, or accepted by the server and not yet closed on the log. */
  answering(reminder: ReminderFrame): Answer['move'] | undefined
  /** Not decided yet, oldest first. */
  waiting(): readonly PendingAnswer[]
  /** The server can be reached (again). */
  retryNow(): void
  /** Forgets what it knew of reminders that are not open any more. */
  prune(isOpen: (reminderId: string) => boolean): void
  healthy(): boolean
  flush(): Promise<void>
  close(): void
}

/**
 * The outbox of human answers. What a human decided is on disk before it is on the way, and stays there until the
 * server has said yes or no.
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
  /** The server has decided; `answered` are the reminders it was about. */
  decided(decision: Decision, answered: readonly Answered[]): void
  changed(): void
}): Answers {
  const { clock, log, requester } = deps
  let state: AnswersState = NO_ANSWERS
  let closed = false
  const askers = new Map<string, ((decision: Decision) => void)[]>()
  const lanesBusy = new Set<string>()
  const retries = createRetries({ clock, random: deps.random, due: pump })
  /** Accepted by the server, not yet closed on the log. */
  let accepted: readonly (Answered & Pick<Answer, 'move'>)[] = []
  const saver = createSaver<AnswersState>({
    ...deps,
    current: () => state,
    text: answersText,
    healthChanged: deps.changed,
  })

  function become(answers: PendingAnswer[]): void {
    state = { ...state, answers }
    saver.touch()
    deps.changed()
  }

  /** Sends what may be sent: of each lane the oldest, a few lanes at once. */
  function pump(): void {
    const seen = new Set<string>()
    for (const pending of state.answers) {
      const lane = laneOf(pending.answer)
      const first = !seen.has(lane)
      seen.add(lane)
      if (closed || lanesBusy.size >= MOST_AT_ONCE) return
      if (first && !lanesBusy.has(lane) && retries.mayTry(pending.key)) void deliver(pending, lane)
    }
  }

  async function deliver(pending: PendingAnswer, lane: string): Promise<void> {
    lanesBusy.add(lane)
    await within(clock, STORE_LIMIT_MS, saver.flush)
    const request = toRequest(pending.answer, pending.key)
    const reply = closed ? 'failed' : await within(clock, REQUEST_LIMIT_MS, () => requester.request(request))
    lanesBusy.delete(lane)
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
    pump()
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
      pump()
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
      pump()
      return decision
    },
    silences({ id, n, level }) {
      const pending = state.answers.flatMap((answer) => answer.silences)
      // While an answer cannot be delivered the server reminds on. The loudest is heard whatever is muted, and so it is here.
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
      pump()
    },
    prune(isOpen) {
      if (accepted.some((s) => !isOpen(s.id))) accepted = accepted.filter((s) => isOpen(s.id))
    },
    healthy: saver.healthy,
    flush: saver.flush,
    close() {
      closed = true
      retries.close()
      saver.close()
    },
  }
}

function sameAnswer(a: Answer, b: Answer): boolean {
  return a.move === b.move && laneOf(a) === laneOf(b)
}

function reasonOf(reply: string | { status: number }): string | number {
  return typeof reply === 'string' ? reply : reply.status
}
