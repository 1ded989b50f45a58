import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Context } from '../context.ts'

export interface Metrics {
  answered(method: string, route: string, status: number, seconds: number): void
  /** Everything, in the Prometheus text format. */
  text(): Promise<string>
  contentType: string
}

/** What the operator's monitoring reads. Counts that stand in the database are looked up when they are asked for. */
export function createMetrics(ctx: Context, connections: () => number): Metrics {
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
  // Only what an index counts quickly: the reading connection also feeds the devices.
  countGauge(
    'laidan_reminders_open',
    'Reminders that nobody has answered.',
    `SELECT state AS label, COUNT(*) AS count FROM reminders WHERE state = 'open' GROUP BY state`,
  )
  countGauge(
    'laidan_payments_waiting',
    'Payments that wait for a decision (review) or to go back (refund_due).',
    `SELECT state AS label, COUNT(*) AS count FROM payments WHERE state IN ('review', 'refund_due') GROUP BY state`,
  )

  function countGauge(name: string, help: string, sql: string): void {
    new Gauge({
      name,
      help,
      labelNames: ['state'],
      registers,
      async collect() {
        this.reset()
        for (const { label, count } of await ctx.db.read.all<{ label: string; count: number }>(sql)) {
          this.set({ state: label }, count)
        }
      },
    })
  }

  return {
    answered(method, route, status, time) {
      requests.inc({ method, route, status })
      seconds.observe({ route }, time)
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}
