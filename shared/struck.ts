import * as z from 'zod'

/** The place of an item in its order, from 0; an order has 200 at most. */
const line = z.int().min(0).max(199)
/** Portions of that item that are made. */
const portions = z.int().min(0).max(9_999)
/** The longest time that a device keeps what it could not send, milliseconds: a week. */
export const LONGEST_AGO_MS = 7 * 86_400_000

/** The portions of an order's items that are struck off as made (划掉). An item that is not listed has none. */
export const struckSchema = z.object({
  /** Grows with each change: of two states of an order the larger one is the newer. */
  rev: z.int().min(0),
  lines: z.array(z.object({ line, portions })),
})

/** The portions that a device strikes off, as totals of their lines and not as differences, so that a repetition changes nothing. */
export const strikeOffSchema = z.object({
  lines: z
    .array(
      z.object({
        line,
        portions,
        /** How long ago a human did it, milliseconds: a device may have been offline, and its clock may be wrong. */
        agoMs: z.int().min(0).max(LONGEST_AGO_MS).default(0),
      }),
    )
    .min(1)
    .max(200),
})

export type Struck = z.infer<typeof struckSchema>
export type StrikeOff = z.infer<typeof strikeOffSchema>

/** The state of an order of which nobody has struck anything off. */
export const NOTHING_STRUCK: Struck = { rev: 0, lines: [] }
