import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import { CONCURRENCY, runWorkers } from './worker-pool.ts'

/**
 * Rows that each ask for a call to a service outside, and carry the time of the next one. What is due stands in the
 * database alone, so that a start goes on where the stop was, and several servers share the work.
 */
export interface Outbox<Item> {
  /** The SELECT of what is due, of which only the number of rows counts; its `?` are the time and a limit. */
  due: string
  /** Reads what is due first at `now`, milliseconds. */
  first(tx: Tx, now: number): Promise<Item | undefined>
  /**
   * Claims an item in the UPDATE that counts the call and dates the next one, on the condition that the item is as it was
   * read: of two servers that found the same one, one calls. `undefined`: another server has it, or no call is needed
   * and the item is not due any more.
   */
  claim(tx: Tx, item: Item, now: number): Promise<Item | undefined>
  /** Makes the call, outside of any transaction, and notes the answer; without one, the call is made again when it is due. */
  call(item: Item, stopping: AbortSignal): Promise<void>
}

/**
 * Works off an outbox: takes what is due, a few items at a time, until nothing is. A process that dies between a call and
 * the record of its answer makes the call again, so that each call carries a number by which the other side knows it.
 * Resolves to the number of calls.
 */
export async function workOff<Item>(
  ctx: Pick<Context, 'db' | 'clock'>,
  outbox: Outbox<Item>,
  stopping: AbortSignal = new AbortController().signal,
): Promise<number> {
  const due = await ctx.db.read.all(outbox.due, [ctx.clock.now(), CONCURRENCY])
  return await runWorkers(
    due.length,
    stopping,
    () => takeFirst(ctx, outbox),
    (item) => outbox.call(item, stopping),
  )
}

/** Takes the first item that needs a call. Each try is a command of its own: what ends an item locks other rows first. */
async function takeFirst<Item>(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  outbox: Outbox<Item>,
): Promise<Item | undefined> {
  for (;;) {
    const { found, claimed } = await db.write(async (tx) => {
      const now = clock.now()
      const item = await outbox.first(tx, now)
      return { found: item !== undefined, claimed: item && (await outbox.claim(tx, item, now)) }
    })
    if (!found || claimed !== undefined) return claimed
  }
}
