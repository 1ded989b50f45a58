import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import { sortedBy } from '../lib/sorted-by.ts'
import { appendEntries, takePositions } from '../log/append-log.ts'
import { claimEntry } from './reminder-frames.ts'
import { IS_OPEN, type ReminderRow } from './reminder-row.ts'

/**
 * Notes on open reminders of a store that the contact with this name sees to them until a time, milliseconds, and tells
 * every device so. They stay open and ring on.
 */
export async function claimReminders(
  tx: Tx,
  ctx: Context,
  { storeId, ids, name, until }: { storeId: string; ids: readonly string[]; name: string; until: number },
): Promise<void> {
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
