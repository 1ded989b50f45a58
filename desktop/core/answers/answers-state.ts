import * as z from 'zod'
import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
import { answeredByMove, reminderKind } from '../../../shared/reminder.ts'
import { answerSchema } from './answer.ts'

/** A reminder as it stood when a human answered. */
const answeredSchema = z.object({ id: z.string(), n: z.int().min(1) })
export type Answered = z.infer<typeof answeredSchema>

const pendingAnswerSchema = z.object({
  /** The idempotency key: one for all attempts, also after a restart. */
  key: z.string().min(1).max(200),
  answer: answerSchema,
  /** Wall time of the answer, milliseconds. */
  at: z.int(),
  /** What this answer silences here until the server has decided. */
  silences: z.array(answeredSchema),
})
export type PendingAnswer = z.infer<typeof pendingAnswerSchema>

/** Answers that the server has not decided yet. */
export interface AnswersState {
  /** Oldest first. */
  readonly answers: readonly PendingAnswer[]
  /** As a newer client stored them: they stay in the file, for it to deliver them after all. */
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

export function answersText({ answers, unread }: AnswersState): string {
  return JSON.stringify({ v: 1, answers: [...answers, ...unread] })
}

/** The open reminders that an answer answers. */
export function answeredBy(answer: PendingAnswer['answer'], open: readonly ReminderFrame[]): Answered[] {
  return open
    .filter((r) =>
      answer.move === 'acknowledge'
        ? r.id === answer.reminderId
        : r.orderId === answer.orderId && answeredByMove(reminderKind(r.type)),
    )
    .map(({ id, n }) => ({ id, n }))
}
