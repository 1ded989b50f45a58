import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'

/** The clock as a stopped server left it. */
interface ClockNotes {
  /** The believed time that was written last, milliseconds since 1970. */
  writtenAt?: number
  /** The doubts of that time, the oldest first: when, milliseconds since 1970, and how much older dates looked by then. */
  doubts: [at: number, lateMs: number][]
}

/**
 * Writes the time, the doubts that still matter, and the newest time of each signer. In the transaction that deals with
 * a jump, so that a process killed at any moment leaves dates and time of one clock.
 */
export async function noteTime(tx: Tx, { clockWatch, policy }: Context): Promise<void> {
  const now = clockWatch.now()
  const { logRetentionMs, auditRetentionMs, deliveryTimeoutMs, unpaidTimeoutMs } = policy
  const longest = Math.max(logRetentionMs, auditRetentionMs, deliveryTimeoutMs, unpaidTimeoutMs)
  const doubts = clockWatch.doubts(longest).map(({ agoMs, lateMs }) => [Math.round(now - agoMs), lateMs])
  await tx.run(
    `INSERT INTO installation (name, value) VALUES ('time_written', ?), ('clock_doubts', ?), ('signed_newest', ?)
     ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    [String(now), JSON.stringify(doubts), JSON.stringify(Object.fromEntries(clockWatch.newestSigned))],
  )
}

/** Reads what {@link noteTime} has written. The newest times of signers go back to the watch. */
export async function recallClock({ db, clockWatch }: Context): Promise<ClockNotes> {
  const rows = await db.read.all<{ name: string; value: string }>(
    `SELECT name, value FROM installation WHERE name IN ('time_written', 'clock_doubts', 'signed_newest')`,
  )
  const value = (name: string) => rows.find((row) => row.name === name)?.value
  const signed = JSON.parse(value('signed_newest') ?? '{}') as Record<string, number>
  for (const [signer, at] of Object.entries(signed)) clockWatch.newestSigned.set(signer, at)
  const writtenAt = value('time_written')
  return {
    ...(writtenAt !== undefined && { writtenAt: Number(writtenAt) }),
    doubts: JSON.parse(value('clock_doubts') ?? '[]') as ClockNotes['doubts'],
  }
}
