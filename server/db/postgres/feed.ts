import type { Clock } from '../../../shared/clock.ts'
import type { Feed, News, Sql } from '../database.ts'

/** How long rows of the feed are kept, as PostgreSQL writes it; whoever was away for longer reads the logs. */
const KEPT = '10 minutes'
/** Looks between two times that old rows are deleted: a minute, at 25 ms a look. */
const LOOKS_PER_PRUNE = 2_400

interface Row {
  xmin: string
  id: number
  topic: News['topic'] | null
  body: string | null
}

/**
 * Makes the reader of the feed. Its cursor is a transaction and not an id: ids become visible in another order than they
 * were drawn, while nothing below the oldest transaction that is still under way can appear any more (the manual's
 * §9.27.12, `pg_snapshot_xmin`). Rows of transactions above it come again with the next look, which does no harm.
 *
 * @param takeLost whether a connection broke since the last call
 */
export function createFeed(
  sql: Sql,
  takeLost: () => boolean,
  clock: Pick<Clock, 'elapsed'>,
): Feed & { status(): { feedRows: number; feedLagMs: number } } {
  let from: string | undefined
  let looks = 0
  let feedRows = 0
  let readAt = clock.elapsed()

  async function read(since: string | undefined): Promise<Row[]> {
    if (since !== undefined)
      return await sql.all<Row>(
        `SELECT CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS xmin, feed.id, feed.topic, feed.body
           FROM (SELECT 1) AS once LEFT JOIN feed ON feed.xid >= CAST(CAST(? AS TEXT) AS XID8) ORDER BY feed.id`,
        [since],
      )
    return await sql.all<Row>(
      'SELECT CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS xmin, 0 AS id, NULL AS topic, NULL AS body',
    )
  }

  return {
    async look() {
      const doubted = takeLost()
      if (doubted) from = undefined
      const rows = await read(from)
      readAt = clock.elapsed()
      feedRows += rows.filter(({ topic }) => topic !== null).length
      const xmin = rows[0]?.xmin ?? '0'
      // A database that is behind itself is another one: a standby that took over, or a backup.
      const behind = from !== undefined && BigInt(xmin) < BigInt(from)
      const first = from === undefined
      from = xmin
      looks++
      if (looks % LOOKS_PER_PRUNE === 0) await sql.run(`DELETE FROM feed WHERE at < now() - INTERVAL '${KEPT}'`)
      return { news: rows.flatMap(newsOf), doubt: behind || (first && looks > 1) }
    },
    status: () => ({ feedRows, feedLagMs: clock.elapsed() - readAt }),
  }
}

/** As the trigger writes it. */
type Joined = Omit<Extract<News, { topic: 'joined' }>, 'topic' | 'order'>

function newsOf({ id, topic, body }: Row): News[] {
  if (topic === null || body === null) return []
  if (topic === 'heads')
    return Object.entries(JSON.parse(body) as Record<string, number>).map(([storeId, head]) => ({
      topic,
      storeId,
      head,
    }))
  if (topic === 'joined') return [{ topic, ...(JSON.parse(body) as Joined), order: id }]
  return topic === 'revoked' ? [{ topic, deviceId: body }] : [{ topic, storeId: body }]
}
