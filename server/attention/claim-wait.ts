import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import { sortedBy } from '../lib/sorted-by.ts'
import { appendEntries, takePositions } from '../log/append-log.ts'
import { claimEntry } from '../reminders/reminder-frames.ts'
import { IS_OPEN, type ReminderRow } from '../reminders/reminder-row.ts'

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
  { storeId, ids, name }: { storeId: string; ids: readonly string[]; name: string },
): Promise<void> {
  const until = ctx.clockWatch.now() + CLAIMED_FOR_MS
  const claimed: ReminderRow[] = []
  for (const id of sortedBy(ids, (one) => one)) {
    const row = await tx.get<ReminderRow>(
      `UPDATE reminders SET claimed_until = ?, claimed_by = ? WHERE id = ? AND ${IS_OPEN} RETURNING *`,
      [until, name, id],
    )
    if (row !== undefined) claimed.push(row)
  }
  if (claimed.length === 0) return
  const positions = await takePositions(
    tx,
    ctx,
    claimed.map(() => storeId),
  )
  await appendEntries(
    tx,
    ctx,
    positions.map((position, index) => claimEntry(claimed[index] as ReminderRow, position)),
  )
}
