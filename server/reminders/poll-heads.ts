import type { Context } from '../context.ts'
import type { Hub } from './hub.ts'

const CHUNK = 500

/**
 * Looks up the head of every store somebody listens to and wakes those that have grown unnoticed. This is what makes
 * wakes expendable: whatever loses one costs a second, never a reminder (I15).
 */
export async function pollHeads(ctx: Context, hub: Hub): Promise<void> {
  const stores = hub.stores()
  for (let i = 0; i < stores.length; i += CHUNK) {
    const rows = await ctx.db
      .query<{ id: string; head_seq: number }>('stores')
      .select('id', 'head_seq')
      .whereIn('id', stores.slice(i, i + CHUNK))
    for (const { id, head_seq } of rows) if (head_seq > hub.head(id)) hub.wake(id, head_seq)
  }
}
