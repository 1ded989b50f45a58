import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import { sortedBy } from '../lib/sorted-by.ts'
import { IS_OPEN } from '../reminders/reminder-row.ts'

/** The condition that nobody outside sees to a reminder; its `?` is the time. */
export const IS_FREE = '(claimed_until IS NULL OR claimed_until <= ?)'

/** Milliseconds for which nobody else is told, after somebody has said that he sees to it. */
const CLAIMED_FOR_MS = 5 * 60_000

/** Pauses the escalation of open reminders for five minutes: somebody sees to them (我来处理). Their devices ring on. */
export async function claimWait(tx: Tx, ctx: Context, ids: readonly string[]): Promise<void> {
  const until = ctx.clockWatch.now() + CLAIMED_FOR_MS
  for (const id of sortedBy(ids, (one) => one))
    await tx.run(`UPDATE reminders SET claimed_until = ? WHERE id = ? AND ${IS_OPEN}`, [until, id])
}
