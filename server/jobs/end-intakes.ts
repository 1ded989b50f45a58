import { endIntake } from '../commands/change-intake.ts'
import type { Context } from '../context/context.ts'

/** Stores opened in one run. */
const BATCH = 50

/**
 * Ends what was to end by itself: stores that were busy or paused until a time which has come take orders as usual, and
 * their devices are told. Resolves to their number. The stores' own rows say what is due, so running twice is harmless, on
 * several servers as well.
 */
export async function endIntakes(ctx: Context): Promise<number> {
  const due = await ctx.db.read.all<{ id: string }>(
    'SELECT id FROM stores WHERE intake_until IS NOT NULL AND intake_until <= ? ORDER BY intake_until LIMIT ?',
    [ctx.clock.now(), BATCH],
  )
  const ended = await Promise.all(due.map(({ id }) => ctx.db.write((tx) => endIntake(tx, ctx, id))))
  return ended.filter(Boolean).length
}
