import type { Clock } from '../../shared/clock.ts'

/** The reasons for which a bounded call has no result. */
export type Failure = 'timeout' | 'failed'

/**
 * Calls the host and waits `ms` at most. Resolves to the result of the call, to `timeout` when it has not settled by
 * then, to `failed` when it throws or rejects. Never rejects. A result that comes later is dropped.
 */
export function withTimeout<T>(clock: Clock, ms: number, call: () => Promise<T>): Promise<T | Failure> {
  return new Promise((resolve) => {
    const cancel = clock.after(ms, () => resolve('timeout'))
    const settle = (result: T | Failure) => {
      cancel()
      resolve(result)
    }
    started(call).then(settle, () => settle('failed'))
  })
}

/** Turns an error that the call throws into a rejection. */
async function started<T>(call: () => Promise<T>): Promise<T> {
  return await call()
}
