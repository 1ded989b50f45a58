import type { AnnouncedOutcome } from '../../shared/protocol/frames.ts'
import type { Tx } from '../db/database.ts'

/** A device's report on one announcement, or on the paper of one. */
interface Report {
  reminderId: string
  deviceId: string
  n: number
  outcome: AnnouncedOutcome
}

/**
 * Tells whether a report speaks of paper alone. It is no announcement: a slip that lies in a printer has rung nothing, so
 * nobody has heard the reminder by it.
 */
export function isPrintReport({ speech, notification, dialog, print }: AnnouncedOutcome): boolean {
  return print !== undefined && [speech, notification, dialog].every((part) => part === 'none')
}

/** Writes a client's `ok` for its paper as `printed`: the word `ok` in a receipt means that somebody could hear or see it. */
export function withPaperWord(outcome: AnnouncedOutcome): AnnouncedOutcome {
  return outcome.print === 'ok' ? { ...outcome, print: 'printed' } : outcome
}

/** Puts the reports of one device, reminder and `n` together: the first announcement, with the latest word about paper. */
export function foldReports<R extends Report>(reports: readonly R[]): R[] {
  const folded = new Map<string, R>()
  for (const report of reports) {
    const key = `${report.reminderId} ${report.deviceId} ${report.n}`
    const before = folded.get(key)
    folded.set(
      key,
      before === undefined ? report : { ...before, outcome: mergedOutcome(before.outcome, report.outcome) },
    )
  }
  return [...folded.values()]
}

/** Adds what a report says of paper to the receipt that stands in the database, if it says something else. */
export async function mergePrint(tx: Tx, { reminderId, deviceId, n, outcome }: Report): Promise<void> {
  const key = [reminderId, deviceId, n]
  const where = 'WHERE reminder_id = ? AND device_id = ? AND n = ?'
  const stored = await tx.get<{ outcome: string }>(`SELECT outcome FROM receipts ${where}`, key)
  if (stored === undefined) return
  const merged = JSON.stringify(mergedOutcome(JSON.parse(stored.outcome) as AnnouncedOutcome, outcome))
  if (merged !== stored.outcome) await tx.run(`UPDATE receipts SET outcome = ? ${where}`, [merged, ...key])
}

/** Merges two reports: an announcement counts before a report of paper alone, and the later word about paper counts. */
function mergedOutcome(before: AnnouncedOutcome, later: AnnouncedOutcome): AnnouncedOutcome {
  const { print: _, ...said } = isPrintReport(before) ? later : before
  const print = later.print ?? before.print
  return { ...said, ...(print !== undefined && { print }) }
}
