import type { Clock } from '../../shared/clock.ts'

/** Why a bounded call has no result. */
export type Failure = 'timeout' | 'failed'

/**
 * Calls into the host and never waits longer than `ms`: resolves to what the call resolves to, to `timeout` when it
 * has not settled by then, to `failed` when it throws or rejects. Never rejects. A result that comes later is dropped.
 */
export function within<T>(clock: Clock, ms: number, call: () => Promise<T>): Promise<T | Failure> {
  return new Promise((resolve) => {
    const cancel = clock.after(ms, () => resolve('timeout'))
    const settle = (result: T | Failure) => {
      cancel()
      resolve(result)
    }
    started(call).then(settle, () => settle('failed'))
  })
}

/** A host that throws instead of rejecting is treated the same. */
async function started<T>(call: () => Promise<T>): Promise<T> {
  return await call()
}
