import { ORDER_STATUS } from '../../shared/order.ts'
import { LEVEL } from '../../shared/reminder.ts'
import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import { redateDeliveries } from '../events/redate-deliveries.ts'
import { REVIVABLE_MS, redateTimeOuts } from '../orders/pay-order.ts'
import { IS_OPEN } from '../reminders/reminder-row.ts'
import { claimJump, datedByOthers, lockJumps, mendFuture } from './claim-jump.ts'
import { noteTime, recallClock } from './clock-notes.ts'

/** Interval of {@link writeTime}, from which the next start reads how long the server was off. */
export const TIME_WRITTEN_EVERY_MS = 15_000
/** Longest stop, in milliseconds, after which the wall clock is believed; a longer one may be a clock that was set. */
const SHORT_STOP_MS = 120_000
/** A clock that is behind by less than this at the start, in milliseconds, was slewed and not set. */
const JUMP_MS = 2_000

/**
 * Dates everything that is due anew when the wall clock has jumped, so that the time that has passed counts and not the
 * clock's. Called before each job that compares times; returns `undefined`, at no cost, when there was no jump and no
 * other server shares the database.
 */
export function followClock(ctx: Context): Promise<void> | undefined {
  if (ctx.db.feed !== undefined) return followSharedClock(ctx)
  return ctx.clockWatch.measureJump() === 0 ? undefined : adoptJump(ctx)
}

/**
 * Follows a clock that other servers follow as well, of whom one dates everything anew. Jobs of this server wait for it:
 * they would compare dates of one clock with the time of another.
 */
async function followSharedClock(ctx: Context): Promise<void> {
  const { clockWatch } = ctx
  if (clockWatch.adopting !== undefined) return await clockWatch.adopting
  if (clockWatch.measureJump() === 0) {
    if (!(await datedByOthers(ctx))) return
    await ctx.databaseClock?.measure()
  }
  clockWatch.adopting ??= adoptSharedJump(ctx).finally(() => {
    clockWatch.adopting = undefined
  })
  await clockWatch.adopting
}

async function adoptSharedJump(ctx: Context): Promise<void> {
  const { clockWatch } = ctx
  let jumpMs = 0
  let redatedMs = 0
  let undo = () => {}
  try {
    await ctx.db.write(async (tx) => {
      // The writer runs a command again when it collides with another server's.
      undo()
      undo = () => {}
      const dated = await lockJumps(tx)
      jumpMs = clockWatch.measureJump()
      const claim = await claimJump(tx, ctx, jumpMs, dated)
      redatedMs = claim.redateMs
      tx.afterCommit(() => {
        clockWatch.datedMs = claim.datedMs
      })
      if (jumpMs === 0) return
      undo = clockWatch.adopt(jumpMs)
      if (redatedMs !== 0) await redate(tx, ctx, redatedMs)
      await mendFuture(tx, clockWatch.now())
      await noteTime(tx, ctx)
    })
  } catch (error) {
    undo()
    throw error
  }
  if (redatedMs !== 0) ctx.logger.error({ jumpMs }, JUMPED)
  else if (jumpMs !== 0) ctx.logger.warn({ jumpMs }, 'the clock has jumped; alerts need not be dated anew here')
}

/** Dates anew and believes the jump in one transaction: no date of the other clock may come between the two. */
async function adoptJump(ctx: Context): Promise<void> {
  let jumpMs = 0
  let undo = () => {}
  try {
    await ctx.db.write(async (tx) => {
      // The writer runs a command again when one of the same group throws.
      undo()
      undo = () => {}
      jumpMs = ctx.clockWatch.measureJump()
      if (jumpMs === 0) return
      undo = ctx.clockWatch.adopt(jumpMs)
      await redate(tx, ctx, jumpMs)
      await noteTime(tx, ctx)
    })
  } catch (error) {
    // Nothing was dated anew, so the jump is still to be dealt with.
    undo()
    throw error
  }
  if (jumpMs !== 0) ctx.logger.error({ jumpMs }, JUMPED)
}

const JUMPED = 'the wall clock has jumped; alerts are dated anew, and nothing is cancelled or completed'

/**
 * Compares the wall clock at the start with the time that {@link writeTime} wrote last. A clock behind it was set back:
 * everything that is due is dated anew. After a longer stop everything open rings at once and at its loudest, and the
 * clock is in doubt for a while. Doubts from before the stop go on.
 */
export async function resumeClock(ctx: Context): Promise<void> {
  const { clockWatch } = ctx
  const { writtenAt, doubts } = await recallClock(ctx)
  const now = clockWatch.now()
  for (const [at, lateMs] of doubts) clockWatch.doubt({ agoMs: Math.max(0, now - at), lateMs }, false)
  const offMs = writtenAt === undefined ? 0 : now - writtenAt
  if (offMs < -JUMP_MS) {
    clockWatch.doubt({ agoMs: 0, lateMs: offMs }, true)
    ctx.logger.error({ jumpMs: offMs }, 'the wall clock was set back while the server was off; alerts are dated anew')
  } else if (offMs > SHORT_STOP_MS) {
    clockWatch.doubt({ agoMs: 0, lateMs: offMs }, false)
    ctx.logger.warn({ offMs }, 'the server was off, or its clock was set; everything open rings now')
  }
  // In one transaction: a start that is killed is not dated anew twice.
  await ctx.db.write(async (tx) => {
    if (ctx.db.feed !== undefined) await joinClock(tx, ctx, offMs < -JUMP_MS ? offMs : 0)
    if (offMs < -JUMP_MS) await redate(tx, ctx, offMs)
    else if (offMs > SHORT_STOP_MS) await ringNow(tx, now)
    await noteTime(tx, ctx)
  })
}

/** Takes over what other servers have dated anew, and tells them of `setBackMs` more, which this start dates anew. */
async function joinClock(tx: Tx, ctx: Context, setBackMs: number): Promise<void> {
  ctx.clockWatch.datedMs = await lockJumps(tx)
  const { datedMs } = await claimJump(tx, ctx, setBackMs, ctx.clockWatch.datedMs)
  tx.afterCommit(() => {
    ctx.clockWatch.datedMs = datedMs
  })
}

/**
 * Looks at the clock for the last time before a stop, so that the next start finds dates of the clock that it compares.
 * Never rejects: a disk that fails costs the time since {@link writeTime} at most.
 */
export async function leaveClock(ctx: Context): Promise<void> {
  try {
    await followClock(ctx)
    await writeTime(ctx)
  } catch (error) {
    ctx.logger.warn({ err: error }, 'the time of the stop could not be written')
  }
}

/** Writes the believed time and what is known of the clock to the database, for {@link resumeClock} at the next start. */
export async function writeTime(ctx: Context): Promise<void> {
  await ctx.db.write((tx) => noteTime(tx, ctx))
}

/** Dates what is due as if the wall clock had always gone as it goes since it jumped by `jumpMs`, which is adopted. */
async function redate(tx: Tx, ctx: Context, jumpMs: number): Promise<void> {
  const now = ctx.clockWatch.now()
  // After a jump forward, what waits for others, or for a human, is done early rather than late.
  if (jumpMs <= 0) await redateWaiting(tx, jumpMs, now)
  await redateTimeOuts(tx, { jumpMs, now, createdAfter: Math.min(now, now - jumpMs) - waitedAtMost(ctx) })
  await tx.run(
    `UPDATE reminders SET since = since + ?, alerted_at = alerted_at + ?, next_alert_at = next_alert_at + ? WHERE ${IS_OPEN}`,
    [jumpMs, jumpMs, jumpMs],
  )
  await tx.run(
    `UPDATE reminders SET escalate_at = escalate_at + ?, claimed_until = claimed_until + ? WHERE escalate_at IS NOT NULL`,
    [jumpMs, jumpMs],
  )
  // So long a jump forward may as well have been a machine that slept: everything open rings, rather early than late.
  if (jumpMs > SHORT_STOP_MS && ctx.clockWatch.takeRing()) await ringNow(tx, now)
  if (jumpMs <= 0) await tx.run('UPDATE effects SET next_at = next_at + ? WHERE next_at IS NOT NULL', [jumpMs])
  // Behind the time that is written: as every command locks them.
  tx.atEnd(() => redateDeliveries(tx, jumpMs))
}

/** Dates codes, orders and calls to providers anew, which would wait until the clock has caught up. */
async function redateWaiting(tx: Tx, jumpMs: number, now: number): Promise<void> {
  await tx.run('UPDATE pairing_codes SET expires_at = expires_at + ? WHERE used_at IS NULL', [jumpMs])
  await tx.run(`UPDATE orders SET created_at = ? WHERE status = ${ORDER_STATUS.pending_payment} AND created_at > ?`, [
    now,
    now,
  ])
  await tx.run(`UPDATE orders SET dispatched_at = ? WHERE status = ${ORDER_STATUS.delivering} AND dispatched_at > ?`, [
    now,
    now,
  ])
  await tx.run('UPDATE payment_attempts SET next_at = next_at + ? WHERE next_at IS NOT NULL', [jumpMs])
  await tx.run('UPDATE refunds SET next_at = next_at + ? WHERE next_at IS NOT NULL', [jumpMs])
}

/**
 * Makes every open reminder due now, and as loud as can be from now on; a missed order, which is loudest at its
 * beginning, begins anew.
 */
async function ringNow(tx: Tx, now: number): Promise<void> {
  await tx.run(
    `UPDATE reminders SET next_alert_at = ?, level = ${LEVEL.loudest},
            since = CASE WHEN kind = 'missed' THEN ? ELSE since END WHERE ${IS_OPEN}`,
    [now, now],
  )
}

/** Returns the longest age by the wall clock, milliseconds, at which an order may still be waiting for its payment. */
function waitedAtMost({ policy, clockWatch }: Context): number {
  return policy.unpaidTimeoutMs + clockWatch.overstatedMs(policy.unpaidTimeoutMs + REVIVABLE_MS)
}
