import { Counter, Gauge, type Registry } from 'prom-client'
import type { Context } from '../context/context.ts'
import { IS_OPEN } from '../reminders/reminder-row.ts'

/** Stores that are named, those that wait longest: a label for each store of many would be a series for each. */
const MOST_STORES = 20
/** Milliseconds without a device after which a store counts as without one: a restart of a router is shorter. */
const ALONE_MS = 180_000
const DAY_MS = 86_400_000

/** The announcements that devices of this server have reported, by whether any part of them succeeded. */
export interface AnnouncementCounts {
  ok: number
  failed: number
}

/** Adds the metrics by which monitoring learns that a shop does not answer, or cannot hear; each is read when it is asked for. */
export function countAttention(registers: Registry[], ctx: Context, announced: () => AnnouncementCounts): void {
  new Counter({
    name: 'laidan_announcements_total',
    help: 'Announcements that devices have reported to this server: ok when a voice, notification or dialog succeeded.',
    labelNames: ['outcome'],
    registers,
    collect() {
      this.reset()
      const { ok, failed } = announced()
      this.inc({ outcome: 'ok' }, ok)
      this.inc({ outcome: 'failed' }, failed)
    },
  })
  gauge(
    'laidan_reminder_oldest_since_seconds',
    `When the wait of the oldest unanswered reminder of a store began, in seconds since 1970; of the ${MOST_STORES} stores that wait longest.`,
    ['store'],
    () => [
      `SELECT store_id AS store, MIN(since) / 1000 AS value FROM reminders WHERE ${IS_OPEN}
        GROUP BY store_id ORDER BY MIN(since) LIMIT ${MOST_STORES}`,
    ],
  )
  gauge(
    'laidan_stores_open_without_device',
    'Stores with opening hours, or with a step for it, that are open and have had no device connected for three minutes.',
    [],
    () => [`SELECT COUNT(*) AS value FROM store_watch WHERE alone_ms >= ${ALONE_MS}`],
  )
  gauge('laidan_effects_failed', 'Messages to people outside that were given up in the last 24 hours.', [], () => [
    `SELECT COUNT(*) AS value FROM effects WHERE state = 'failed' AND created_at > ?`,
    [ctx.clock.now() - DAY_MS],
  ])
  gauge('laidan_webhook_endpoints_failed', 'Webhook endpoints that were switched off: they did not answer.', [], () => [
    `SELECT COUNT(*) AS value FROM webhook_endpoints WHERE state = 'failed' AND removed_at IS NULL`,
  ])

  /** A row of the statement is a sample: its labels, and `value`. Servers of one database report the same, and a label says so. */
  function gauge(name: string, help: string, labels: string[], sql: () => [string, number[]?]): void {
    const scope = ctx.db.feed === undefined ? undefined : { scope: 'database' }
    new Gauge({
      name,
      help,
      labelNames: [...labels, ...(scope === undefined ? [] : ['scope'])],
      registers,
      async collect() {
        this.reset()
        const [text, values] = sql()
        for (const { value, ...more } of await ctx.db.read.all<Record<string, string> & { value: number }>(
          text,
          values,
        ))
          this.set({ ...(more as Record<string, string>), ...scope }, value)
      },
    })
  }
}
