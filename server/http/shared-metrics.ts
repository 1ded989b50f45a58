import { Counter, Gauge, type Registry } from 'prom-client'
import type { Context } from '../context/context.ts'
import type { SharedStatus } from '../db/database.ts'
import type { FeedAudit } from '../log/audit-feed.ts'
import { SILENT_AFTER_MS } from '../sockets/node.ts'

/** Adds the metrics of a server that shares its database; each is read when it is asked for. */
export function countShared(registers: Registry[], ctx: Context, audit: Pick<FeedAudit, 'found'>): void {
  const status = (): SharedStatus | undefined => ctx.db.status().shared
  gauge('laidan_database_connections', 'Connections of this server to the database.', () => status()?.connections)
  gauge('laidan_database_connections_busy', 'Those that wait for an answer.', () => status()?.busy)
  gauge(
    'laidan_feed_lag_seconds',
    'Time since this server last read what the others have written; a fortieth of a second, unless the database is slow.',
    () => (status()?.feedLagMs ?? 0) / 1_000,
  )
  counter('laidan_feed_rows_total', 'Rows that this server read from the feed.', () => {
    return status()?.feedRows
  })
  counter(
    'laidan_collisions_total',
    'Groups of commands that met a transaction of another server, or of another connection, and were run again.',
    () => status()?.collisions,
  )
  counter(
    'laidan_audit_found_total',
    'Logs that had grown without a word of the feed; 0 where all is well.',
    audit.found,
  )
  gauge('laidan_host_clock_ahead_seconds', 'By how much this machine’s clock is ahead of the database’s.', () => {
    return (ctx.databaseClock?.hostAheadMs() ?? 0) / 1_000
  })
  new Gauge({
    name: 'laidan_nodes',
    help: 'Servers of the database that have shown a sign of life in the last ten seconds.',
    labelNames: ['scope'],
    registers,
    async collect() {
      const since = ctx.clockWatch.now() - SILENT_AFTER_MS
      const row = await ctx.db.read.get<{ alive: number }>('SELECT COUNT(*) AS alive FROM nodes WHERE seen_at > ?', [
        since,
      ])
      this.set({ scope: 'database' }, row?.alive ?? 0)
    },
  })

  function counter(name: string, help: string, read: () => number | undefined): void {
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset()
        this.inc(read() ?? 0)
      },
    })
  }

  function gauge(name: string, help: string, read: () => number | undefined): void {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read() ?? 0)
      },
    })
  }
}
