import * as z from 'zod'
import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
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

/** Answers that the server has not decided yet, oldest first. */
export const answersStateSchema = z.object({ v: z.literal(1), answers: z.array(pendingAnswerSchema) })
export type AnswersState = Readonly<z.infer<typeof answersStateSchema>>

export const NO_ANSWERS: AnswersState = { v: 1, answers: [] }

/** The open reminders that an answer answers; a cancellation is answered by `acknowledge` alone, as at the server. */
export function answeredBy(answer: PendingAnswer['answer'], open: readonly ReminderFrame[]): Answered[] {
  return open
    .filter((r) =>
      answer.move === 'acknowledge' ? r.id === answer.reminderId : r.orderId === answer.orderId && r.type !== 3,
    )
    .map(({ id, n }) => ({ id, n }))
}
