import type { Context } from '../context/context.ts'
import { bulkRows } from '../db/bulk-rows.ts'

const MINUTE_MS = 60_000
/** Keys that one server counts in the database in a minute; of more of them each server counts by itself. */
const MOST_KEYS = 2_000
/** Tries that one statement counts. */
const MOST_AT_ONCE = 256

const TRIES = bulkRows({ name: 'TEXT', tries: 'BIGINT' })

/** A budget a minute that all servers of a database spend from together. */
export interface SharedBudget {
  /**
   * Spends one of `key`'s. Resolves to `undefined` when there was one left, else to the milliseconds until there is again.
   * To be asked only for what this server's own count has let through. Rejects with `storage_unavailable`.
   */
  take(key: string): Promise<number | undefined>
}

interface Try {
  name: string
  resolve(waitMs: number | undefined): void
  reject(error: unknown): void
}

/**
 * Makes a budget of `perMinute` for each key, counted in the database, in minutes of its clock. Tries that arrive while
 * others are being counted share the next transaction, one at a time: a flood takes no more of the database than one
 * small transaction after the other.
 *
 * @param kind keeps the keys apart from those of other budgets
 */
export function createSharedBudget(ctx: Pick<Context, 'db' | 'clock'>, kind: string, perMinute: number): SharedBudget {
  let waiting: Try[] = []
  let counting = false
  let minute = { start: 0, keys: new Set<string>() }

  async function count(): Promise<void> {
    counting = true
    while (waiting.length > 0) {
      const tries = waiting.slice(0, MOST_AT_ONCE)
      waiting = waiting.slice(MOST_AT_ONCE)
      try {
        await countSome(tries)
      } catch (error) {
        for (const each of tries) each.reject(error)
      }
    }
    counting = false
  }

  async function countSome(tries: readonly Try[]): Promise<void> {
    const byName = new Map<string, Try[]>()
    for (const each of tries) byName.set(each.name, [...(byName.get(each.name) ?? []), each])
    const now = ctx.clock.now()
    const start = startOf(now)
    const spent = await spend(ctx, byName, start)
    for (const [name, same] of byName) {
      const left = perMinute - ((spent.get(name) ?? 0) - same.length)
      for (const [index, { resolve }] of same.entries()) resolve(index < left ? undefined : start + MINUTE_MS - now)
    }
  }

  return {
    async take(key) {
      const start = startOf(ctx.clock.now())
      if (minute.start !== start) {
        minute = { start, keys: new Set() }
        await ctx.db.write((tx) => tx.run('DELETE FROM budgets WHERE window_start < ?', [start - MINUTE_MS]))
      }
      if (minute.keys.size >= MOST_KEYS && !minute.keys.has(key)) return undefined
      minute.keys.add(key)
      return await new Promise<number | undefined>((resolve, reject) => {
        waiting.push({ name: `${kind} ${key}`, resolve, reject })
        if (!counting) void count()
      })
    },
  }
}

function startOf(now: number): number {
  return now - (now % MINUTE_MS)
}

/**
 * Adds tries to what was spent, and resolves to the sums. A server whose clock is a moment behind at the turn of a minute
 * spends of the minute that another has begun; one of a clock that was set back begins anew.
 */
async function spend(
  { db }: Pick<Context, 'db'>,
  byName: ReadonlyMap<string, readonly unknown[]>,
  start: number,
): Promise<Map<string, number>> {
  // By name: two servers that count the same keys lock their rows in one order.
  const rows = [...byName].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const tries = TRIES.of(rows.map(([name, same]) => ({ name, tries: same.length })))
  const sums = await db.write((tx) =>
    tx.all<{ name: string; spent: number }>(
      `INSERT INTO budgets (name, window_start, spent)
       SELECT name, CAST(? AS BIGINT), tries FROM ${tries.table} AS made WHERE TRUE ORDER BY name
       ON CONFLICT (name) DO UPDATE SET
         spent = CASE WHEN budgets.window_start BETWEEN excluded.window_start AND excluded.window_start + ${MINUTE_MS}
                      THEN budgets.spent ELSE 0 END + excluded.spent,
         window_start = CASE WHEN budgets.window_start BETWEEN excluded.window_start AND excluded.window_start + ${MINUTE_MS}
                             THEN budgets.window_start ELSE excluded.window_start END
       RETURNING name, spent`,
      [start, ...tries.values],
    ),
  )
  return new Map(sums.map(({ name, spent }) => [name, spent]))
}
