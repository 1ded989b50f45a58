import * as z from 'zod'
import { claimedBySchema } from '../protocol/frames.ts'
import {
  answeredBySchema,
  levelSchema,
  orderSummarySchema,
  reminderKindSchema,
  reminderStateSchema,
} from '../reminder.ts'

export const reminderSchema = z.object({
  id: z.string(),
  storeId: z.string(),
  orderId: z.int(),
  kind: reminderKindSchema,
  content: z.string(),
  state: reminderStateSchema,
  n: z.int(),
  level: levelSchema,
  order: orderSummarySchema,
  createdAt: z.int(),
  nextAlertAt: z.int().nullable(),
  answeredBy: answeredBySchema.nullable(),
  answeredAt: z.int().nullable(),
  /** The contact outside who has said that he sees to it, and until when; of an open reminder only. */
  claimedBy: claimedBySchema.optional(),
})

export const reminderQuerySchema = z.object({
  storeId: z.string().max(64).optional(),
  state: reminderStateSchema.optional(),
  orderId: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
})

export const reminderPageSchema = z.object({ reminders: z.array(reminderSchema), next: z.string().nullable() })

export type Reminder = z.infer<typeof reminderSchema>
export type ReminderQuery = z.infer<typeof reminderQuerySchema>
export type ReminderPage = z.infer<typeof reminderPageSchema>
