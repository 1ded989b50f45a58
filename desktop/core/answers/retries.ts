import type { Clock } from '../../../shared/clock.ts'
import type { Random } from '../ports.ts'

const BASE_MS = 1_000
const MAX_MS = 60_000
const LONGEST_WISH_MS = 10 * 60_000

export interface Retries {
  mayTry(key: string): boolean
  /**
   * Plans the next attempt after full jitter, `uniform(0, min(60 s, 1 s · 2ⁿ))`, added to the server's own `wishMs` (10
   * minutes at most).
   */
  plan(key: string, wishMs: number | undefined): void
  /** Ends the waits after network failures; those that the server asked for stand. */
  hurry(): void
  forget(key: string): void
  close(): void
}

interface Plan {
  attempts: number
  wished: boolean
  ready: boolean
  cancel(): void
}

/** Plans the attempts of answers, by idempotency key. Calls `due` when one may be tried again. */
export function createRetries(deps: { clock: Clock; random: Random; due(): void }): Retries {
  const plans = new Map<string, Plan>()

  function plan(key: string, wishMs: number | undefined): void {
    const attempts = (plans.get(key)?.attempts ?? 0) + 1
    const jitter = deps.random.next() * Math.min(MAX_MS, BASE_MS * 2 ** attempts)
    const delay = Math.round(Math.min(wishMs ?? 0, LONGEST_WISH_MS) + jitter)
    const cancel = deps.clock.after(delay, () => {
      next.ready = true
      deps.due()
    })
    const next: Plan = { attempts, wished: wishMs !== undefined, ready: false, cancel }
    plans.set(key, next)
  }

  return {
    mayTry: (key) => plans.get(key)?.ready ?? true,
    plan,
    hurry() {
      for (const waiting of plans.values()) {
        if (waiting.wished) continue
        waiting.cancel()
        waiting.ready = true
      }
    },
    forget(key) {
      plans.get(key)?.cancel()
      plans.delete(key)
    },
    close() {
      for (const waiting of plans.values()) waiting.cancel()
    },
  }
}
