import type { Clock } from '../../shared/clock.ts'

const MINUTE_MS = 60_000

/**
 * Asks whether a line of a kind may still be logged this minute. `undefined`: no; else the number of lines of this kind
 * that were left out since the last one.
 */
export type LogBudget = (kind: string) => number | undefined

/**
 * Makes a budget of `perMinute` lines for each kind, for lines that a stranger can cause as many of as he likes. The
 * kinds must be few.
 */
export function createLogBudget(clock: Pick<Clock, 'elapsed'>, perMinute: number): LogBudget {
  const kinds = new Map<string, { began: number; lines: number; leftOut: number }>()
  return (kind) => {
    const now = clock.elapsed()
    const known = kinds.get(kind)
    const leftOut = known?.leftOut ?? 0
    if (known === undefined || now - known.began >= MINUTE_MS) {
      kinds.set(kind, { began: now, lines: 1, leftOut: 0 })
      return leftOut
    }
    if (known.lines >= perMinute) {
      known.leftOut++
      return undefined
    }
    known.lines++
    return 0
  }
}
