import { ORDER_STATUS } from '../../shared/order.ts'
import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import { LOUDEST_AFTER_MS } from '../reminders/escalation-policy.ts'
import { IS_OPEN } from '../reminders/reminder-row.ts'

/** Interval of {@link writeTime}, from which the next start reads how long the server was off. */
export const TIME_WRITTEN_EVERY_MS = 15_000
/** Longest stop, in milliseconds, after which the wall clock is believed; a longer one may be a clock that was set. */
const SHORT_STOP_MS = 120_000
/** A clock that is behind by less than this at the start, in milliseconds, was slewed and not set. */
const JUMP_MS = 2_000

/**
 * Dates everything that is due anew when the wall clock has jumped, so that the time that has passed counts and not the
 * clock's. Called before each job that compares times; returns `undefined`, at no cost, when there was no jump.
 */
export function followClock(ctx: Context): Promise<void> | undefined {
  const jumpMs = ctx.clockWatch.measureJump()
  if (jumpMs === 0) return undefined
  ctx.logger.error(
    { jumpMs },
    'the wall clock has jumped; alerts are dated anew, and nothing is cancelled or completed',
  )
  return ctx.db.write((tx) => redate(tx, ctx, jumpMs))
}

/**
 * Compares the wall clock at the start with the time that {@link writeTime} wrote last. A clock behind it was set back:
 * everything that is due is dated anew. After a longer stop everything open rings at once and at its loudest, and the
 * clock is in doubt for a while.
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

/** Writes the time of the wall clock to the database, for {@link resumeClock} at the next start. */
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
    `UPDATE reminders SET since = since + ?, alerted_at = alerted_at + ?, next_alert_at = next_alert_at + ? WHERE ${IS_OPEN}`,
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

/**
 * Makes every open reminder due now, and as old as `waitedMs` milliseconds at least. A missed order begins anew, because
 * it is loudest at its beginning.
 */
async function ringNow(tx: Tx, now: number, waitedMs: number): Promise<void> {
  await tx.run(
    `UPDATE reminders SET next_alert_at = ?,
            since = CASE WHEN kind = 'missed' THEN ? WHEN since > ? THEN ? ELSE since END WHERE ${IS_OPEN}`,
    [now, now, now - waitedMs, now - waitedMs],
  )
}
