import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import { claimReminders } from '../reminders/claim-reminders.ts'

/** The condition that nobody outside sees to a reminder; its `?` is the time. */
export const IS_FREE = '(claimed_until IS NULL OR claimed_until <= ?)'

/** Milliseconds for which nobody else is told, after somebody has said that he sees to it. */
const CLAIMED_FOR_MS = 5 * 60_000

/**
 * Pauses the escalation of open reminders of a store for five minutes: the contact with this name sees to them (我来处理),
 * which every device is told. They ring on.
 */
export async function claimWait(
  tx: Tx,
  ctx: Context,
  who: { storeId: string; ids: readonly string[]; name: string },
): Promise<void> {
  await claimReminders(tx, ctx, { ...who, until: ctx.clockWatch.now() + CLAIMED_FOR_MS })
}
