import type { Context } from '../context/context.ts'
import { NOTEWORTHY_MS } from '../lib/database-clock.ts'

/** Interval of the measurements, milliseconds. */
export const MEASURE_EVERY_MS = 1_000

/** Makes the job that measures the database's clock, and says once when this machine's is wrong, and when it is right again. */
export function createClockMeasurement({ databaseClock, logger }: Context): (() => Promise<void>) | undefined {
  if (databaseClock === undefined) return undefined
  let wrong = false
  return async () => {
    await databaseClock.measure()
    const aheadMs = databaseClock.hostAheadMs()
    const isWrong = Math.abs(aheadMs) > NOTEWORTHY_MS
    if (isWrong === wrong) return
    wrong = isWrong
    if (isWrong)
      logger.warn({ aheadMs }, 'this machine’s clock differs from the database’s, which counts; synchronize it')
    else logger.info({ aheadMs }, 'this machine’s clock agrees with the database’s again')
  }
}
