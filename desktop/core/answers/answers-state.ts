import * as z from 'zod'
import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
import { answeredByMove, reminderKind } from '../../../shared/reminder.ts'
import { answerSchema } from './answer.ts'

/** A reminder, with its `n` at the moment of the human answer. */
const answeredSchema = z.object({ id: z.string(), n: z.int().min(1) })
export type AnsweredReminder = z.infer<typeof answeredSchema>

const pendingAnswerSchema = z.object({
  /** The idempotency key: one for all attempts, also after a restart. */
  key: z.string().min(1).max(200),
  answer: answerSchema,
  /** Wall time of the answer, milliseconds. */
  at: z.int(),
  /** The reminders that this answer silences here until the server has decided. */
  silences: z.array(answeredSchema),
})
export type PendingAnswer = z.infer<typeof pendingAnswerSchema>

/** The answers that the server has not decided yet. */
export interface AnswersState {
  /** Oldest first. */
  readonly answers: readonly PendingAnswer[]
  /** The answers of a newer client: they stay in the file, so that it can deliver them after all. */
  readonly unread: readonly unknown[]
}

export const NO_ANSWERS: AnswersState = { answers: [], unread: [] }

/** Reads what {@link answersText} or a newer client wrote. */
export const answersStateSchema = z
  .object({ v: z.literal(1), answers: z.array(z.unknown()) })
  .transform(({ answers }): AnswersState => {
    const read = answers.map((answer) => ({ answer, pending: pendingAnswerSchema.safeParse(answer).data }))
    return {
      answers: read.flatMap(({ pending }) => pending ?? []),
      unread: read.filter(({ pending }) => pending === undefined).map(({ answer }) => answer),
    }
  })

/** Writes the state as JSON, the unread answers included. */
export function answersText({ answers, unread }: AnswersState): string {
  return JSON.stringify({ v: 1, answers: [...answers, ...unread] })
}

/** Finds the open reminders that an answer answers. */
export function answeredBy(answer: PendingAnswer['answer'], open: readonly ReminderFrame[]): AnsweredReminder[] {
  return open
    .filter((r) =>
      answer.move === 'acknowledge'
        ? r.id === answer.reminderId
        : r.orderId === answer.orderId && answeredByMove(reminderKind(r.type)),
    )
    .map(({ id, n }) => ({ id, n }))
}
