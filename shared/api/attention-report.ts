import * as z from 'zod'

const milliseconds = z.int()
/** The longest time that one report covers, milliseconds. */
export const LONGEST_REPORT_MS = 31 * 24 * 60 * 60_000

/** The time of a report: from the beginning of a day or a shift, included, to its end, excluded. Left out: today, until now. */
export const reportQuerySchema = z
  .object({ from: z.coerce.number().int().min(0).optional(), to: z.coerce.number().int().min(0).optional() })
  .refine(({ from, to }) => from === undefined || to === undefined || (from < to && to - from <= LONGEST_REPORT_MS), {
    path: ['to'],
    message: 'must be later than from, by 31 days at most',
  })
export type ReportQuery = z.infer<typeof reportQuerySchema>

/** How long something took, milliseconds: half of the orders, and nine of ten, took no longer. */
const spreadSchema = z.object({ p50: milliseconds, p90: milliseconds }).nullable()

/** An order that was not accepted in time. late: somebody answered after the limit. waiting: nobody has, and it is over the limit. */
const slowOrderSchema = z.object({
  orderId: z.int(),
  number: z.string(),
  paidAt: milliseconds,
  end: z.enum(['missed', 'late', 'waiting']),
  /** Time until it was answered or missed, or until now, milliseconds. */
  waitedMs: milliseconds,
  /** Devices that spoke it. */
  spokenBy: z.int(),
  /** Messages about it that left for people outside. */
  told: z.int(),
})

/** How a store's orders of a day or a shift were heard and answered. */
export const attentionReportSchema = z.object({
  from: milliseconds,
  to: milliseconds,
  /** Paid orders; each is one of the next five. */
  orders: z.int(),
  inLimit: z.int(),
  late: z.int(),
  missed: z.int(),
  /** Open, and not answered yet. */
  waiting: z.int(),
  /** Called off before anybody answered. */
  cancelled: z.int(),
  toHear: spreadSchema,
  toAnswer: spreadSchema,
  /** Orders that no device has spoken. */
  unspoken: z.int(),
  /** Time without any connected device, milliseconds; null: it is not known of that time. */
  aloneMs: milliseconds.nullable(),
  /** Messages that left for people outside, and those that could not. */
  told: z.int(),
  toldFailed: z.int(),
  /** Payments that wait to be returned, now. */
  refundsWaiting: z.int(),
  /** The orders that were not accepted in time, oldest first, 200 at most. */
  slow: z.array(slowOrderSchema),
})

export type AttentionReport = z.infer<typeof attentionReportSchema>
export type SlowOrder = AttentionReport['slow'][number]

/** {@link attentionReportSchema} as a client reads it from a server that may be newer. */
export const readReportSchema = attentionReportSchema.extend({
  slow: z.array(slowOrderSchema.extend({ end: z.string() })),
})
export type ReadReport = z.infer<typeof readReportSchema>
