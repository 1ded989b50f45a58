import type { Clock } from '../../../shared/clock.ts'
import { HEAD_LAG_MS } from '../../../shared/protocol/limits.ts'

/** The most `sync`s without one new entry; after them only a new connection can help. */
export const MAX_ASKS = 3

export interface LagWatch {
  /** Notes the server's head; its entries have `HEAD_LAG_MS` to arrive by themselves. */
  head(seq: number): void
  /** Asks at once: entry `seq` came, but not the one before it. */
  gap(seq: number): void
  /** Forgets everything; the link has ended. */
  rest(): void
}

/**
 * Watches the distance to the head (I7). After `HEAD_LAG_MS` behind it without progress a wake was lost: `ask` is
 * called (a `sync` for the pump). A server that sends nothing after three of them is given up.
 */
export function createLagWatch(deps: {
  clock: Clock
  /** The seq of the entry applied last. */
  position(): number
  ask(): void
  giveUp(): void
}): LagWatch {
  const { clock, position } = deps
  let head = -1
  let asks = 0
  let askedAt = -1
  let cancel: (() => void) | undefined

  function wait(): void {
    cancel?.()
    const from = position()
    cancel = clock.after(HEAD_LAG_MS, () => {
      cancel = undefined
      if (position() >= head) asks = 0
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
      head = Math.max(head, seq)
      if (position() < head && cancel === undefined) wait()
    },
    gap(seq) {
      head = Math.max(head, seq)
      const asked = asks > 0 && askedAt === position()
      if (!asked) ask()
    },
    rest() {
      cancel?.()
      cancel = undefined
      head = -1
      asks = 0
    },
  }
}
