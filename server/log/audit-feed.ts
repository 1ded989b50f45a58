import type { Context } from '../context/context.ts'
import type { Hub } from './hub.ts'
import { grownLogs } from './poll-heads.ts'

/** Turns in which every store that is listened to here is compared once. */
const TURNS = 20

/** Looks whether the feed has told of every log's growth. */
export interface FeedAudit {
  /** Compares the stores whose turn it is. Rejects with `storage_unavailable`. */
  run(): Promise<void>
  /** The number of times that a log had grown without a word of the feed. */
  found(): number
}

/**
 * Makes the audit of the feed: a twentieth of the stores that are listened to here at each run, so that one second costs
 * little where there are 50,000, and a word that the feed has lost costs about twenty seconds, never a reminder (I15). A log
 * that is longer than known is looked at again at the next run: the feed's word may be on its way.
 */
export function createFeedAudit(ctx: Pick<Context, 'db'>, hub: Hub): FeedAudit {
  let turn = 0
  let found = 0
  let suspects: readonly { id: string; head: number }[] = []
  return {
    async run() {
      for (const { id, head } of suspects) {
        if (hub.head(id) >= head) continue
        found++
        hub.wake(id, head)
      }
      suspects = []
      turn = (turn + 1) % TURNS
      suspects = await grownLogs(
        ctx,
        hub,
        hub.stores().filter((id) => turnOf(id) === turn),
      )
    },
    found: () => found,
  }
}

/** Returns a store's turn, which stays as others come and go. */
function turnOf(storeId: string): number {
  let sum = 0
  for (let i = 0; i < storeId.length; i++) sum = (sum * 31 + storeId.charCodeAt(i)) % 65_521
  return sum % TURNS
}
