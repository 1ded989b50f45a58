import { checkDatabase } from './check-database.ts'
import { type CheckOptions, checkDevice } from './check-device.ts'
import { checkOperations } from './check-operations.ts'
import type { History, Violation } from './history.ts'

/**
 * The offline checker: from what callers sent and were answered, what devices wrote down, and the database that is
 * left, every violation of an invariant. It knows nothing of how the server works.
 */
export function checkHistory({ operations, devices, database }: History, options: CheckOptions): Violation[] {
  return [
    ...checkDatabase(database, options),
    ...checkOperations(operations, database),
    ...devices.flatMap((device) => checkDevice(device, database, options)),
  ]
}

/** The violations as lines, for `expect(explain(…)).toEqual([])`. The first few tell enough. */
export function explain(violations: readonly Violation[]): string[] {
  const lines = violations.slice(0, 20).map(({ invariant, what }) => `${invariant}: ${what}`)
  return violations.length > lines.length ? [...lines, `… and ${violations.length - lines.length} more`] : lines
}
