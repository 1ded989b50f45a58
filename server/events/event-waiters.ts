import type { EventPage } from '../../shared/api/events.ts'
import type { Clock } from '../../shared/clock.ts'

/** Milliseconds after which a waiting reader looks again by itself: other servers wake nobody here. */
const LOOK_EVERY_MS = 500

/** The readers that wait for events. A wake is a hint: each looks again by itself as well. */
export interface EventWaiters {
  /** Hints that there are events. */
  wake(): void
  /** Reads until there is something, `waitMs` milliseconds at most, or until the server stops. */
  until(waitMs: number, read: () => Promise<EventPage>): Promise<EventPage>
  /** Lets every reader answer at once with what it has. */
  close(): void
}

/** Makes the place in which readers wait. */
export function createEventWaiters(clock: Pick<Clock, 'after' | 'elapsed'>): EventWaiters {
  const waiting = new Set<() => void>()
  let closed = false

  function wake(): void {
    for (const each of waiting) each()
  }

  return {
    wake,
    async until(waitMs, read) {
      const begunAt = clock.elapsed()
      for (;;) {
        let woken = () => {}
        // From before the look: what is told during it is not slept through.
        const wakes = new Promise<void>((resolve) => {
          woken = resolve
        })
        waiting.add(woken)
        const cancelled: (() => void)[] = []
        try {
          const page = await read()
          const leftMs = begunAt + waitMs - clock.elapsed()
          if (page.events.length > 0 || leftMs <= 0 || closed) return page
          cancelled.push(clock.after(Math.min(leftMs, LOOK_EVERY_MS), woken))
          await wakes
        } finally {
          waiting.delete(woken)
          for (const cancel of cancelled) cancel()
        }
      }
    },
    close() {
      closed = true
      wake()
    },
  }
}
