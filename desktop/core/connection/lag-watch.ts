import type { Clock } from '../../../shared/clock.ts'
import { HEAD_LAG_MS } from '../../../shared/protocol/limits.ts'

/** After so many questions without one new entry, only a new connection can help. */
export const MAX_ASKS = 3

export interface LagWatch {
  /** The server's log has reached `seq`: it is given time to arrive by itself. */
  head(seq: number): void
  /** Entry `seq` came, but not the one before it: ask at once. */
  gap(seq: number): void
  /** The link is over. */
  rest(): void
}

/**
 * I7: sees to it that we reach the head. Behind for `HEAD_LAG_MS` without progress, it asks to be pumped again
 * (`sync`): a wake was lost. A server that does not answer that either is given up.
 */
export function createLagWatch(deps: {
  clock: Clock
  /** The seq applied last. */
  position(): number
  ask(): void
  giveUp(): void
}): LagWatch {
  const { clock, position } = deps
  let goal = -1
  let asks = 0
  let askedAt = -1
  let cancel: (() => void) | undefined

  function wait(): void {
    cancel?.()
    const from = position()
    cancel = clock.after(HEAD_LAG_MS, () => {
      cancel = undefined
      if (position() >= goal) asks = 0
      else if (position() > from) wait()
      else ask()
    })
  }

  function ask(): void {
    if (position() > askedAt) asks = 0
    if (asks === MAX_ASKS) return deps.giveUp()
    asks++
    askedAt = position()
    deps.ask()
    wait()
  }

  return {
    head(seq) {
      goal = Math.max(goal, seq)
      if (position() < goal && cancel === undefined) wait()
    },
    gap(seq) {
      goal = Math.max(goal, seq)
      const asked = asks > 0 && askedAt === position()
      if (!asked) ask()
    },
    rest() {
      cancel?.()
      cancel = undefined
      goal = -1
      asks = 0
    },
  }
}
