import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Context } from '../context/context.ts'
import { IS_NOT_APPLIED } from '../payments/find-payments.ts'
import { type AnnouncementCounts, countAttention } from './attention-metrics.ts'
import { type Crowd, countCrowd } from './crowd-metrics.ts'
import { type AuditCount, countShared } from './shared-metrics.ts'

export interface Metrics {
  answered(method: string, route: string, status: number, seconds: number): void
  /** A payment callback was refused; `code` is the error's. */
  callbackRefused(provider: string, code: string): void
  /** Everything, in the Prometheus text format. */
  text(): Promise<string>
  contentType: string
}

const WAITING = `state IN ('review', 'refund_due', 'refunding') AND ${IS_NOT_APPLIED}`

/** Makes the metrics that the operator's monitoring reads. Counts that stand in the database are looked up when they are asked for. */
export function createMetrics(
  ctx: Context,
  connections: () => number,
  crowd?: Crowd & { audit?: AuditCount | undefined; announced?: () => AnnouncementCounts },
): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry, prefix: 'laidan_' })
  const requests = new Counter({
    name: 'laidan_http_requests_total',
    help: 'Answered HTTP requests.',
    labelNames: ['method', 'route', 'status'],
    registers,
  })
  const seconds = new Histogram({
    name: 'laidan_http_request_seconds',
    help: 'Time to answer, by route.',
    labelNames: ['route'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers,
  })
  new Gauge({
    name: 'laidan_connections',
    help: 'Open WebSocket connections.',
    registers,
    collect() {
      this.set(connections())
    },
  })
  if (crowd !== undefined) countCrowd(registers, crowd)
  countAttention(registers, ctx, crowd?.announced ?? (() => ({ ok: 0, failed: 0 })))
  if (crowd?.audit !== undefined) countShared(registers, ctx, crowd.audit)
  const refused = new Counter({
    name: 'laidan_callbacks_refused_total',
    help: 'Payment callbacks that were refused.',
    labelNames: ['provider', 'code'],
    registers,
  })
  new Gauge({
    name: 'laidan_clock_jumps',
    help: 'Jumps of the wall clock since the server started.',
    registers,
    collect() {
      this.set(ctx.clockWatch.jumps())
    },
  })
  new Gauge({
    name: 'laidan_clock_wrong_seconds',
    help: 'By how much the clock is ahead of the time that payment callbacks were signed with; 0 while nothing speaks against it.',
    registers,
    collect() {
      this.set((ctx.clockWatch.wrongByMs() ?? 0) / 1000)
    },
  })
  if (ctx.db.feed === undefined)
    new Gauge({
      name: 'laidan_wal_bytes',
      help: 'Size of the database’s write-ahead log; it grows while another program reads for a long time.',
      registers,
      collect() {
        this.set(ctx.db.status().walBytes ?? 0)
      },
    })
  // Only what an index counts quickly: the reading connection also feeds the devices.
  databaseGauge(
    'laidan_reminders_open',
    'Reminders that nobody has answered.',
    ['state'],
    `SELECT state, COUNT(*) AS value FROM reminders WHERE state = 'open' GROUP BY state`,
  )
  databaseGauge(
    'laidan_payments_waiting',
    'Payments that wait for a decision (review), to go back by hand (refund_due), or for their provider (refunding).',
    ['state'],
    `SELECT state, COUNT(*) AS value FROM payments WHERE ${WAITING} GROUP BY state`,
  )
  databaseGauge(
    'laidan_payments_waiting_minor',
    'How much money that is, in minor units.',
    ['state', 'currency'],
    `SELECT state, currency, CAST(SUM(amount_minor) AS BIGINT) AS value FROM payments WHERE ${WAITING} GROUP BY state, currency`,
  )
  databaseGauge(
    'laidan_payments_waiting_since_seconds',
    'When the oldest of them was recorded, in seconds since 1970.',
    ['state'],
    `SELECT state, MIN(recorded_at) / 1000 AS value FROM payments WHERE ${WAITING} GROUP BY state`,
  )

  databaseGauge(
    'laidan_payments_refund_unknown',
    'Payments of which money went back at the provider to an amount that nobody knows.',
    [],
    'SELECT COUNT(*) AS value FROM payments WHERE refund_unknown = 1',
  )

  /**
   * `sql` gives a row a sample: its labels, and `value`. Where several servers share the database each of them reports the
   * same, and a label says so: their sum would count everything several times.
   */
  function databaseGauge<Label extends string>(name: string, help: string, labelNames: Label[], sql: string): void {
    const scope = ctx.db.feed === undefined ? undefined : { scope: 'database' }
    new Gauge({
      name,
      help,
      labelNames: [...labelNames, ...(scope === undefined ? [] : ['scope'])],
      registers,
      async collect() {
        this.reset()
        for (const { value, ...labels } of await ctx.db.read.all<Record<Label, string> & { value: number }>(sql)) {
          this.set({ ...(labels as unknown as Record<Label, string>), ...scope }, value)
        }
      },
    })
  }

  return {
    answered(method, route, status, time) {
      requests.inc({ method, route, status })
      seconds.observe({ route }, time)
    },
    callbackRefused: (provider, code) => refused.inc({ provider, code }),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}
