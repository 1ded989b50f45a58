import * as z from 'zod'
import { preparationMinutesSchema } from '../intake.ts'
import { amountMinorSchema, currencySchema } from '../money.ts'
import { fulfilmentSchema, orderStatusSchema, payStatusSchema } from '../order.ts'
import { NOTHING_STRUCK, struckSchema } from '../struck.ts'
import { cleanLine, codePointLength } from '../text.ts'
import { humanText } from './human-text.ts'
import { orAbsent, orDefault } from './or-absent.ts'
import { orderHistorySchema } from './order-history.ts'

const milliseconds = z.int().min(0)

export const orderItemSchema = z.object({
  name: humanText(200).refine((s) => s.trim() !== '', 'must not be blank'),
  quantity: z.int().min(1).max(9_999),
  unitAmountMinor: amountMinorSchema.optional(),
  note: humanText(500).optional(),
})

export const customerSchema = z.object({
  name: humanText(100).optional(),
  phone: humanText(40).optional(),
  address: humanText(500).optional(),
})

const newItemSchema = z.strictObject({
  ...orderItemSchema.shape,
  unitAmountMinor: orAbsent(amountMinorSchema),
  note: orAbsent(humanText(500)),
})

const newCustomerSchema = z.strictObject({
  name: orAbsent(humanText(100)),
  phone: orAbsent(humanText(40)),
  address: orAbsent(humanText(500)),
})

/** The longest order number, code points. */
const LONGEST_NUMBER = 64
/** Names under which the server starts payments: no number may look like one. */
const REFERENCE = /^ld_\d+_\d+$/
const orderNumberSchema = z
  .string()
  .max(2 * LONGEST_NUMBER)
  .refine((number) => number !== '' && codePointLength(number) <= LONGEST_NUMBER, 'must have 1 to 64 characters')
  // What cannot be seen would make two numbers of what people take for one.
  .refine((number) => cleanLine(number, LONGEST_NUMBER) === number, 'must be printable, without blanks at its ends')
  .refine((number) => !REFERENCE.test(number), 'must not look like a payment’s reference')

/**
 * An order as an ordering system places it. An unknown field is refused, so that nothing that the kitchen must know is
 * lost to a slip of the pen (`remarks`); `null` counts as left out.
 */
export const createOrderSchema = z.strictObject({
  storeId: z.string().min(1).max(64),
  /** The ordering system's own number; unique in its store. Left out, the server makes one, unique everywhere. */
  number: orAbsent(orderNumberSchema),
  items: z.array(newItemSchema).min(1).max(200),
  /** One of 0 has nothing to wait for, and rings at once. */
  amountMinor: amountMinorSchema,
  /** Left out: the store's. */
  currency: orAbsent(currencySchema),
  /** With `cash` it rings at once: the customer pays the courier, or in the shop. Left out: it rings when it is paid. */
  payment: orAbsent(z.enum(['cash'])),
  remark: orAbsent(humanText(10_000)),
  customer: orAbsent(newCustomerSchema),
  fulfilment: orDefault(fulfilmentSchema, 'delivery'),
})

export const orderSchema = z.object({
  id: z.int(),
  storeId: z.string(),
  number: z.string(),
  status: orderStatusSchema,
  payStatus: payStatusSchema,
  /** How it is paid. none: it costs nothing. */
  payment: z.enum(['online', 'cash', 'none']).default('online'),
  amountMinor: amountMinorSchema,
  currency: currencySchema,
  fulfilment: fulfilmentSchema,
  items: z.array(orderItemSchema),
  remark: z.string().nullable(),
  customer: customerSchema.nullable(),
  urges: z.int(),
  /** The reason of its rejection or cancellation. */
  reason: z.string().nullable(),
  createdAt: milliseconds,
  paidAt: milliseconds.nullable(),
  confirmedAt: milliseconds.nullable(),
  /** When the shop has promised to have it ready; null: it named no time. */
  readyAt: milliseconds.nullable().default(null),
  dispatchedAt: milliseconds.nullable(),
  completedAt: milliseconds.nullable(),
  cancelledAt: milliseconds.nullable(),
  /** When a late payment revived it, after the time-out had cancelled it as unpaid. */
  revivedAt: milliseconds.nullable().default(null),
  /** When its reminder expired, heard and unanswered (漏单); it stays when the order is accepted after all. */
  missedAt: milliseconds.nullable().default(null),
  lastUrgedAt: milliseconds.nullable(),
  /** The part of its money that is back at the customer. `payStatus` 2: all of it. */
  refundedMinor: amountMinorSchema.default(0),
  /** The portions that the shop has struck off as made. */
  struck: struckSchema.default(NOTHING_STRUCK),
})

/**
 * A shop's promise when it accepts an order; none of it says the same as a body without a field. Other fields are no fault:
 * this body had no meaning once, and an acceptance that a human gave is not refused for what came with it.
 */
export const acceptanceSchema = z
  .object({
    /** Minutes from now in which it is ready. Left out: those of the store's preparation, and of a busy store's delay. */
    readyInMinutes: orAbsent(preparationMinutesSchema),
  })
  .transform(({ readyInMinutes }) => (readyInMinutes === undefined ? undefined : { readyInMinutes }))

/** A person's reason for a rejection or a cancellation. */
export const reasonSchema = z.object({
  reason: humanText(500).refine((reason) => cleanLine(reason, 500) !== '', 'must not be blank'),
})

export const orderQuerySchema = z.object({
  storeId: z.string().max(64).optional(),
  /** One status or several: `?status=2&status=3` or `?status=2,3`. */
  status: z
    .preprocess(
      (v) => (typeof v === 'string' ? v.split(',') : Array.isArray(v) ? v : [v]).map(Number),
      z.array(orderStatusSchema).min(1).max(6),
    )
    .optional(),
  /** The beginning of an order number, or its end. */
  number: z.string().min(1).max(64).optional(),
  /** The end of the customer's phone number, or all of it, however it is written: `+86 138-0013-8000`. */
  phone: z.string().min(3).max(40).optional(),
  /** Created at or after / before, milliseconds. */
  from: z.coerce.number().int().min(0).optional(),
  to: z.coerce.number().int().min(0).optional(),
  /**
   * Placed, paid, moved, urged or missed at or after, milliseconds; of the orders that were placed up to 31 days before. For
   * an ordering system that was away.
   */
  updatedAfter: z.coerce.number().int().min(0).optional(),
  /** Also who answered each order, where its money is, and on the first page the sums of all that is found. */
  history: z.literal('true').optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
})

/** Newest first; `next` is the cursor of the following page, null on the last. */
export const orderPageSchema = z.object({
  orders: z.array(orderSchema),
  next: z.string().nullable(),
  history: orderHistorySchema.optional(),
})

export const statisticsSchema = z.object({
  toBeConfirmed: z.int(),
  confirmed: z.int(),
  delivering: z.int(),
  /** Since midnight in the store's time zone. */
  today: z.object({
    since: milliseconds,
    paid: z.int(),
    completed: z.int(),
    cancelled: z.int(),
    /** Paid, less whatever was refunded, per currency, minor units. */
    turnover: z.array(z.object({ currency: currencySchema, amountMinor: z.int() })),
  }),
  /** Reminders that nobody has answered yet. */
  unanswered: z.int(),
})

export type CreateOrder = z.infer<typeof createOrderSchema>
export type OrderItem = z.infer<typeof orderItemSchema>
export type Customer = z.infer<typeof customerSchema>
export type Order = z.infer<typeof orderSchema>
export type OrderQuery = z.infer<typeof orderQuerySchema>
export type OrderPage = z.infer<typeof orderPageSchema>
export type Statistics = z.infer<typeof statisticsSchema>
