import { Router } from 'express'
import type { Context } from '../context/context.ts'
import type { KeyUses } from '../keys/key-uses.ts'
import { NOTEWORTHY_MS } from '../lib/database-clock.ts'
import type { Metrics } from './metrics.ts'
import { identifyCaller, requireCaller } from './routing/caller.ts'

/** Whether the server can do its work now. */
export interface Readiness {
  /** Resolves to nothing when ready, else to a word for what is wrong: `stopping`, `clock`, `disk`, `database_gone`. */
  check(): Promise<string | undefined>
}

/**
 * Ready means: the database is at its place, the storage took the last write, and a write of our own has reached the disk
 * in the last five seconds, or does so now. After a refused write only another's write, or our own five seconds later,
 * makes ready again: ours is small, and may fit where an order does not.
 *
 * @param prove writes something small of this server's own. Default: a row of the installation, on which the probes of
 * several servers would wait for each other.
 */
export function createReadiness(ctx: Context, prove = () => writeReady(ctx)): Readiness & { stopping(): void } {
  const FRESH_MS = 5_000
  let stopping = false
  let writtenAt = Number.NEGATIVE_INFINITY
  let known: number | undefined
  let refusedAt = Number.NEGATIVE_INFINITY
  return {
    stopping() {
      stopping = true
    },
    async check() {
      if (stopping) return 'stopping'
      const { fault, refused } = ctx.db.status()
      if (fault !== undefined) return fault
      const now = ctx.clock.elapsed()
      if (refused !== undefined && refused !== known) refusedAt = now
      known = refused
      // Payments are refused for their time.
      if (ctx.clockWatch.wrongByMs() !== undefined) return 'clock'
      if (refused !== undefined && now - refusedAt < FRESH_MS) return 'disk'
      if (refused === undefined && now - writtenAt < FRESH_MS) return undefined
      try {
        await prove()
        writtenAt = ctx.clock.elapsed()
        return undefined
      } catch {
        known = ctx.db.status().refused
        return ctx.db.status().fault ?? 'disk'
      }
    },
  }
}

async function writeReady({ db, clock }: Context): Promise<void> {
  await db.write((tx) =>
    tx.run(
      `INSERT INTO installation (name, value) VALUES ('ready', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
      [String(clock.now())],
    ),
  )
}

/** `/healthz` (the process answers), `/readyz` (it can do its work), `/metrics` (for the operator, and a reader's key). */
export function healthHandlers(
  ctx: Context,
  readiness: Readiness,
  metrics: Metrics,
  uses: Pick<KeyUses, 'note'>,
): Router {
  const router = Router()
  router.get('/healthz', (_request, response) => void response.json({ status: 'ok' }))
  router.get('/readyz', async (_request, response) => {
    const fault = await readiness.check()
    const hostClockAheadMs = ctx.databaseClock?.hostAheadMs() ?? 0
    if (fault === undefined)
      response.json({
        status: 'ready',
        ...(inDoubt(ctx) && { clock: 'in doubt' }),
        // The database's clock counts, so the server is ready; a human should mend this one all the same.
        ...(Math.abs(hostClockAheadMs) > NOTEWORTHY_MS && { hostClockAheadMs }),
      })
    else response.status(503).json({ status: 'unavailable', fault })
  })
  router.get('/metrics', async (request, response) => {
    requireCaller(await identifyCaller(ctx, uses, request.headers.authorization), ['operator', 'read_only'])
    response.type(metrics.contentType).send(await metrics.text())
  })
  return router
}

/** Whether jobs that cancel and complete orders wait, because the wall clock has jumped. */
function inDoubt({ clockWatch, policy }: Context): boolean {
  return clockWatch.steadyMs() < Math.max(policy.unpaidTimeoutMs, policy.deliveryTimeoutMs)
}
