import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import { IS_OPEN } from '../reminders/reminder-row.ts'

/** Differences below this, in milliseconds, are no jump, but two measurements of one. */
const SAME_MS = 2_000

/** The name in `installation` of the sum of all jumps that everything is dated anew for, milliseconds. */
const DATED = 'clock_dated'

/** A server's part in dealing with a jump of the clock that several servers follow. */
export interface JumpClaim {
  /** By how much everything is to be dated anew, milliseconds; 0 when another server has done it, or nobody need. */
  redateMs: number
  /** The sum of all jumps, to be known once the transaction is committed. */
  datedMs: number
}

/** Resolves to whether another server has dated everything anew for a jump that this one has not adopted. */
export async function datedByOthers({ db, clockWatch }: Context): Promise<boolean> {
  const row = await db.read.get<{ value: string }>(`SELECT value FROM installation WHERE name = '${DATED}'`)
  return Number(row?.value ?? 0) !== clockWatch.datedMs
}

/**
 * Waits for other servers that deal with a jump, and resolves to the sum of the jumps so far. To be called before the jump
 * is measured: another command of this server may have adopted it meanwhile.
 */
export async function lockJumps(tx: Tx): Promise<number> {
  const row = await tx.get<{ value: string }>(
    `INSERT INTO installation (name, value) VALUES ('${DATED}', '0')
     ON CONFLICT (name) DO UPDATE SET value = installation.value RETURNING value`,
  )
  return Number(row?.value ?? 0)
}

/**
 * Claims what nobody has dated anew of a jump by `jumpMs` milliseconds, measured behind {@link lockJumps}. A server that
 * slept alone has not seen its database's clock jump: then another one's signs of life went on meanwhile.
 */
export async function claimJump(tx: Tx, ctx: Context, jumpMs: number, datedMs: number): Promise<JumpClaim> {
  const left = jumpMs - (datedMs - ctx.clockWatch.datedMs)
  if (jumpMs === 0 || Math.abs(left) <= SAME_MS || (await sleptAlone(tx, ctx, left))) return { redateMs: 0, datedMs }
  const sum = datedMs + left
  await tx.run(`UPDATE installation SET value = ? WHERE name = '${DATED}'`, [String(sum)])
  // Signs of life are dated by the same clock.
  await tx.run('UPDATE nodes SET started_at = started_at + ?, seen_at = seen_at + ?', [left, left])
  return { redateMs: left, datedMs: sum }
}

/** Resolves to whether another server has signed by a clock that went on while ours stood still. */
async function sleptAlone(tx: Tx, { clockWatch }: Context, jumpMs: number): Promise<boolean> {
  if (jumpMs < 0) return false
  const now = clockWatch.now()
  const row = await tx.get('SELECT 1 AS awake FROM nodes WHERE seen_at BETWEEN ? AND ?', [
    now + SAME_MS,
    now + jumpMs + SAME_MS,
  ])
  return row !== undefined
}

/**
 * Corrects reminders that a server has dated by the clock before a jump while another dated everything anew: none was
 * announced in the future. `now` in milliseconds.
 */
export async function mendFuture(tx: Tx, now: number): Promise<void> {
  await tx.run(
    `UPDATE reminders SET next_alert_at = next_alert_at - (alerted_at - ?), since = since - (alerted_at - ?),
            escalate_at = escalate_at - (alerted_at - ?), alerted_at = ?
      WHERE ${IS_OPEN} AND alerted_at > ?`,
    [now, now, now, now, now],
  )
}
