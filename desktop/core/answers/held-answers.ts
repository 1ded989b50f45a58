import type { Cancel, Clock } from '../../../shared/clock.ts'
import type { PendingAnswer } from './answers-state.ts'

/** The time in which an answer can be taken back, milliseconds; a host of people gives this one to its bell. */
export const UNDO_MS = 5_000

/** An answer that can still be taken back. It is on no disk, and nobody beside this device knows of it. */
export interface HeldAnswer extends PendingAnswer {
  /** Wall time at which it goes into the outbox, milliseconds. */
  until: number
}

export interface HeldAnswers {
  hold(pending: PendingAnswer): void
  /** The held answers, oldest first. */
  list(): readonly HeldAnswer[]
  /** Removes and returns the answer of this key; `undefined`: none is held. */
  take(key: string): HeldAnswer | undefined
  /** Removes all and returns them, oldest first. */
  takeAll(): readonly HeldAnswer[]
  close(): void
}

/**
 * Holds each answer for `undoMs` in memory alone, so that a crash leaves it ungiven, and hands it to `over` then. The
 * monotonic clock counts: a wall clock that jumps makes the time neither shorter nor longer.
 */
export function createHeldAnswers(deps: {
  clock: Clock
  undoMs: number
  over(pending: PendingAnswer): void
}): HeldAnswers {
  const { clock, undoMs } = deps
  let held: readonly HeldAnswer[] = []
  const cancels = new Map<string, Cancel>()

  function take(key: string): HeldAnswer | undefined {
    const found = held.find((answer) => answer.key === key)
    if (found === undefined) return undefined
    held = held.filter((answer) => answer !== found)
    cancels.get(key)?.()
    cancels.delete(key)
    return found
  }

  return {
    hold(pending) {
      const { key } = pending
      held = [...held, { ...pending, until: clock.now() + undoMs }]
      const cancel = clock.after(undoMs, () => {
        const over = take(key)
        if (over !== undefined) deps.over(toPending(over))
      })
      cancels.set(key, cancel)
    },
    list: () => held,
    take,
    takeAll: () => held.flatMap(({ key }) => take(key) ?? []),
    close() {
      for (const cancel of cancels.values()) cancel()
    },
  }
}

/** Makes the entry of the outbox of a held answer whose time is over. */
export function toPending({ key, answer, at, silences }: HeldAnswer): PendingAnswer {
  return { key, answer, at, silences }
}
