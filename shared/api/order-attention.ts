import * as z from 'zod'
import { amountMinorSchema } from '../money.ts'
import { answeredBySchema, reminderKindSchema, reminderStateSchema } from '../reminder.ts'
import { effectCauseSchema, effectStateSchema } from './attention.ts'
import { paymentStateSchema, providerSchema, refundFaultSchema } from './payments.ts'
import { readRefundPlanSchema, readStoreRefundSchema, refundPlanSchema, storeRefundSchema } from './store-refunds.ts'

const milliseconds = z.int()

/** The work of one device on a reminder: how often it announced it, and how the latest announcement went. */
const attentionReceiptSchema = z.object({
  deviceId: z.string(),
  /** The device's name, as people gave it. */
  device: z.string(),
  /** Announcements, the first and the latest, milliseconds. */
  times: z.int().min(1),
  firstAt: milliseconds,
  lastAt: milliseconds,
  /** Of them: those in words of their own, those in a sentence about several, and those that were only shown. */
  spoken: z.int().min(0),
  counted: z.int().min(0),
  shown: z.int().min(0),
  /** The latest by part (speech, notification, dialog, print): `ok`, or why not. `words`: `counted`, of several. */
  outcome: z.record(z.string(), z.string()),
})
/** {@link attentionReceiptSchema} from a server that may be older, and then does not tell them apart. */
const readReceiptSchema = attentionReceiptSchema.extend({
  spoken: z.int().min(0).optional(),
  counted: z.int().min(0).optional(),
  shown: z.int().min(0).optional(),
})

/** A device that was connected while a reminder waited: it had it, whether it reported an announcement or not. */
const reachedSchema = z.object({
  deviceId: z.string(),
  device: z.string(),
  /** From when until when, milliseconds, as far as it waited; null: it is connected now. */
  from: milliseconds,
  until: milliseconds.nullable(),
})

/** A message to somebody outside of the shop about the order. */
const toldSchema = z.object({
  at: milliseconds,
  cause: effectCauseSchema,
  /** The contact's name; null for the ordering system, and for a contact that was removed. */
  contact: z.string().nullable(),
  /** The kind of the channel. */
  channel: z.string(),
  state: effectStateSchema,
  /** The word for why it failed. */
  code: z.string().nullable(),
  sentAt: milliseconds.nullable(),
  answeredAt: milliseconds.nullable(),
})

const attentionReminderSchema = z.object({
  id: z.string(),
  kind: reminderKindSchema,
  state: reminderStateSchema,
  /** The server's announcements so far. */
  n: z.int(),
  createdAt: milliseconds,
  answeredBy: answeredBySchema.nullable(),
  answeredAt: milliseconds.nullable(),
  receipts: z.array(attentionReceiptSchema),
  /** The devices that were connected while it waited. */
  reached: z.array(reachedSchema),
  /** Until when somebody outside sees to it, milliseconds. */
  claimedUntil: milliseconds.nullable(),
})

/** A payment of the order, without what names it at its provider. */
const attentionPaymentSchema = z.object({
  provider: providerSchema,
  state: paymentStateSchema,
  amountMinor: amountMinorSchema,
  currency: z.string(),
  refundedMinor: amountMinorSchema,
  refundFault: refundFaultSchema.nullable(),
  paidAt: milliseconds,
})

/** The story of an order: who was told, who answered, and where its money is. Oldest first. */
export const attentionSchema = z.object({
  orderId: z.int(),
  reminders: z.array(attentionReminderSchema),
  payments: z.array(attentionPaymentSchema),
  /** Whom outside of the shop the server told, or could not tell. */
  told: z.array(toldSchema),
  /** The fate of the order's money if it were called off now; null when it cannot be any more. */
  ifCalledOff: refundPlanSchema.nullable(),
  /** The money of the order that goes back, or has gone. */
  refunds: z.array(storeRefundSchema),
  /** Whether a device of the store may note that money went back by hand. */
  mayMark: z.boolean(),
})
export type Attention = z.infer<typeof attentionSchema>

/** {@link attentionSchema} as a client reads it from a server that may be newer: with unknown codes. */
export const readAttentionSchema = attentionSchema.extend({
  reminders: z.array(
    attentionReminderSchema.extend({
      kind: z.string(),
      state: z.string(),
      answeredBy: answeredBySchema.extend({ kind: z.string() }).nullable(),
      receipts: z.array(readReceiptSchema),
      // A server before these tells nothing of them.
      reached: z.array(reachedSchema).default([]),
      claimedUntil: milliseconds.nullable().default(null),
    }),
  ),
  payments: z.array(
    attentionPaymentSchema.extend({ provider: z.string(), state: z.string(), refundFault: z.string().nullable() }),
  ),
  told: z.array(toldSchema.extend({ cause: z.string(), state: z.string() })).default([]),
  // A server before this tells nothing of them: the screen says that it does not know.
  ifCalledOff: readRefundPlanSchema.nullish(),
  refunds: z.array(readStoreRefundSchema).optional(),
  mayMark: z.boolean().default(false),
})
export type ReadAttention = z.infer<typeof readAttentionSchema>
