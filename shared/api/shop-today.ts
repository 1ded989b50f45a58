import * as z from 'zod'

const milliseconds = z.int()

/** The day of a shop, of which a device speaks on a quiet evening and at an opening. Times are milliseconds since 1970. */
export const shopTodaySchema = z.object({
  /** Whether the store has opening hours; without them it is always open. */
  hours: z.boolean(),
  open: z.boolean(),
  /** When it opens or closes next; null: never. */
  changesAt: milliseconds.nullable(),
  /** Orders that were paid since midnight, by the store's clocks. */
  paid: z.int().min(0),
  /** The midnight since which no device of the store has rung for an order, by the store's clocks; null: one has. */
  silentSince: milliseconds.nullable(),
})
export type ShopToday = z.infer<typeof shopTodaySchema>
