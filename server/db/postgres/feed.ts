import type { Clock } from '../../../shared/clock.ts'
import type { Feed, News, Sql } from '../database.ts'

/** The topics that whoever was away for long reads elsewhere: in the logs, and in the orders. */
const HINTS = `topic IN ('heads', 'struck')`
/** How long those are kept, as PostgreSQL writes it. */
const HINTS_KEPT = '10 minutes'
/** How long everything else is kept: a server that was cut off must learn of a device that was revoked meanwhile (I16). */
const KEPT = '7 days'
/** Looks between two times that old rows are deleted: a minute, at 25 ms a look. */
const LOOKS_PER_PRUNE = 2_400
/** The newest row stays: it is what the next look is proved by. */
const PRUNE = `DELETE FROM feed WHERE id < (SELECT max(id) FROM feed)
   AND (at < now() - INTERVAL '${KEPT}' OR (${HINTS} AND at < now() - INTERVAL '${HINTS_KEPT}'))`

const XMIN = 'CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS xmin'
const FIRST = `SELECT ${XMIN}, NULL AS proof, newest.id, CAST(newest.xid AS TEXT) AS xid, NULL AS topic, NULL AS body
   FROM (SELECT 1) AS once LEFT JOIN (SELECT id, xid FROM feed ORDER BY id DESC LIMIT 1) AS newest ON TRUE`
const SINCE = `SELECT ${XMIN}, (SELECT CAST(xid AS TEXT) FROM feed WHERE id = CAST(? AS BIGINT)) AS proof,
    feed.id, CAST(feed.xid AS TEXT) AS xid, feed.topic, feed.body
   FROM (SELECT 1) AS once LEFT JOIN feed ON feed.xid >= CAST(CAST(? AS TEXT) AS XID8) ORDER BY feed.id`
/** Everything but hints, whose truth whoever is in doubt reads anyway. */
const BESIDE_LOGS = `SELECT ${XMIN}, NULL AS proof, feed.id, CAST(feed.xid AS TEXT) AS xid, feed.topic, feed.body
   FROM (SELECT 1) AS once LEFT JOIN feed ON NOT (feed.${HINTS}) ORDER BY feed.id`

interface Row {
  xmin: string
  /** The transaction of the row that was the newest at the last look; `null` where it is not there. */
  proof: string | null
  id: number | null
  xid: string | null
  topic: News['topic'] | null
  body: string | null
}

/**
 * Makes the reader of the feed. Its cursor is a transaction and not an id: ids become visible in another order than they
 * were drawn, while nothing below the oldest transaction that is still under way can appear any more (the manual's
 * §9.27.12, `pg_snapshot_xmin`). Rows of transactions above it are read again with the next look, and told once.
 *
 * Each look proves that the database continues what the last one saw: the newest row is still there, and transactions have
 * gone on. Behind a pooler no connection of ours breaks when a standby takes over, and this is the only sign (I13).
 *
 * @param takeLost whether a connection broke since the last call
 */
export function createFeed(
  sql: Sql,
  takeLost: () => boolean,
  onLost: Feed['onLost'],
  clock: Pick<Clock, 'elapsed'>,
): Feed & { status(): { feedRows: number; feedLagMs: number } } {
  let from: string | undefined
  let newest: { id: number; xid: string } | undefined
  let told = new Set<number>()
  let lost = false
  let looks = 0
  let feedRows = 0
  let readAt = clock.elapsed()

  /** Whether the database has not got what it had: a standby took over that was behind, or it is another one. */
  function isRewritten({ xmin, proof }: Row): boolean {
    return from !== undefined && (BigInt(xmin) < BigInt(from) || proof !== (newest?.xid ?? null))
  }

  return {
    onLost,
    async look() {
      // Kept when this look fails.
      lost ||= takeLost()
      let rows = from === undefined ? await sql.all<Row>(FIRST) : await sql.all<Row>(SINCE, [newest?.id ?? null, from])
      const rewritten = rows[0] !== undefined && isRewritten(rows[0])
      if (rewritten) {
        rows = await sql.all<Row>(BESIDE_LOGS)
        told = new Set()
        newest = undefined
      }
      readAt = clock.elapsed()
      feedRows += rows.filter(({ id, topic }) => topic !== null && id !== null && !told.has(id)).length
      const doubt = lost || rewritten
      const news = rows.flatMap((row) => (row.id === null || told.has(row.id) ? [] : newsOf(row.id, row)))
      told = new Set(rows.flatMap(({ id }) => id ?? []))
      const end = rows.at(-1)
      if (end?.id != null && end.xid !== null && end.id > (newest?.id ?? 0)) newest = { id: end.id, xid: end.xid }
      from = rows[0]?.xmin
      lost = false
      looks++
      if (looks % LOOKS_PER_PRUNE === 0) await sql.run(PRUNE)
      return { news, doubt }
    },
    status: () => ({ feedRows, feedLagMs: clock.elapsed() - readAt }),
  }
}

/** As the triggers write them. */
type Joined = Omit<Extract<News, { topic: 'joined' }>, 'topic' | 'order'>
type StruckNews = Omit<Extract<News, { topic: 'struck' }>, 'topic'>

function newsOf(id: number, { topic, body }: Row): News[] {
  if (topic === null || body === null) return []
  if (topic === 'heads')
    return Object.entries(JSON.parse(body) as Record<string, number>).map(([storeId, head]) => ({
      topic,
      storeId,
      head,
    }))
  if (topic === 'joined') return [{ topic, ...(JSON.parse(body) as Joined), order: id }]
  if (topic === 'struck') return [{ topic, ...(JSON.parse(body) as StruckNews) }]
  return topic === 'revoked' ? [{ topic, deviceId: body }] : [{ topic, storeId: body }]
}
