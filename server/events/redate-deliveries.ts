import type { Tx } from '../db/database.ts'

/**
 * Dates calls to endpoints anew after the wall clock has jumped by `jumpMs`, milliseconds: none waits until the clock has
 * caught up, and no endpoint is given up for days that have not passed.
 */
export async function redateDeliveries(tx: Tx, jumpMs: number): Promise<void> {
  await tx.run(
    'UPDATE webhook_lanes SET next_at = next_at + ?, failing_since = failing_since + ? WHERE next_at IS NOT NULL',
    [Math.min(jumpMs, 0), jumpMs],
  )
}
