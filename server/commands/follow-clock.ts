import { ORDER_STATUS } from '../../shared/order.ts'
import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import { LOUDEST_AFTER_MS } from '../reminders/escalation-policy.ts'

/** The time is written this often, so that the next start knows how long the server was off. */
export const TIME_WRITTEN_EVERY_MS = 15_000
/** Off for longer than this, the server does not know whether it was off or its clock was set meanwhile. */
const SHORT_STOP_MS = 120_000
/** A clock that was back by less than this when the server started was slewed. */
const JUMP_MS = 2_000

/**
 * Looks for a jump of the wall clock and dates everything that is due anew, so that what counts is the time that has
 * passed and not the clock's. To be called before each job that compares times; costs nothing when there was no jump.
 */
export function followClock(ctx: Context): Promise<void> | undefined {
  const jumpMs = ctx.clockWatch.look()
  if (jumpMs === 0) return undefined
  ctx.logger.error(
    { jumpMs },
    'the wall clock has jumped; alerts are dated anew, and nothing is cancelled or completed',
  )
  return ctx.db.write((tx) => redate(tx, ctx, jumpMs))
}

/**
 * Compares the wall clock with the time that the server wrote last, before it was stopped. A clock behind it was set
 * back. After a longer stop everything open rings at once and at its loudest, and the clock is in doubt for a while.
 */
export async function resumeClock(ctx: Context): Promise<void> {
  const row = await ctx.db.read.get<{ value: string }>(`SELECT value FROM installation WHERE name = 'time_written'`)
  const offMs = row === undefined ? 0 : ctx.clock.now() - Number(row.value)
  if (offMs < -JUMP_MS) {
    ctx.clockWatch.doubt()
    ctx.logger.error({ jumpMs: offMs }, 'the wall clock was set back while the server was off; alerts are dated anew')
    await ctx.db.write((tx) => redate(tx, ctx, offMs))
  } else if (offMs > SHORT_STOP_MS) {
    ctx.clockWatch.doubt()
    ctx.logger.warn({ offMs }, 'the server was off, or its clock was set; everything open rings now')
    await ctx.db.write((tx) => ringNow(tx, ctx.clock.now(), LOUDEST_AFTER_MS))
  }
}

export async function writeTime(ctx: Context): Promise<void> {
  await ctx.db.write((tx) =>
    tx.run(
      `INSERT INTO installation (name, value) VALUES ('time_written', ?)
       ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
      [String(ctx.clock.now())],
    ),
  )
}

async function redate(tx: Tx, ctx: Context, jumpMs: number): Promise<void> {
  const now = ctx.clock.now()
  // A jump forward may as well have been a machine that slept: open reminders ring, rather early than late.
  if (jumpMs > 0) return await ringNow(tx, now, 0)
  await tx.run(
    `UPDATE reminders SET since = since + ?, alerted_at = alerted_at + ?, next_alert_at = next_alert_at + ? WHERE state = 'open'`,
    [jumpMs, jumpMs, jumpMs],
  )
  await tx.run('UPDATE payment_attempts SET next_at = next_at + ? WHERE next_at IS NOT NULL', [jumpMs])
  await tx.run('UPDATE refunds SET next_at = next_at + ? WHERE next_at IS NOT NULL', [jumpMs])
  await tx.run('UPDATE pairing_codes SET expires_at = expires_at + ? WHERE used_at IS NULL', [jumpMs])
  await tx.run(`UPDATE orders SET created_at = ? WHERE status = ${ORDER_STATUS.pending_payment} AND created_at > ?`, [
    now,
    now,
  ])
  await tx.run(`UPDATE orders SET dispatched_at = ? WHERE status = ${ORDER_STATUS.delivering} AND dispatched_at > ?`, [
    now,
    now,
  ])
}

/** Makes every open reminder due, as one that has waited for `waitedMs` at least. */
async function ringNow(tx: Tx, now: number, waitedMs: number): Promise<void> {
  await tx.run(
    `UPDATE reminders SET next_alert_at = ?, since = CASE WHEN since > ? THEN ? ELSE since END WHERE state = 'open'`,
    [now, now - waitedMs, now - waitedMs],
  )
}
