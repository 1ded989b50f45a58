import { LaidanError } from './error.ts'

/** The bounds of the pauses between two attempts, milliseconds: full jitter, `uniform(0, min(longest, base · 2ⁿ))`. */
const BASE_MS = 250
const LONGEST_MS = 20_000

/** Refusals that pass by their status and will not pass by asking again. */
const SETTLED = ['urged_too_soon', 'provider_refused']

/**
 * Tells whether the same request may be sent again: nobody has decided it. 4xx other than 408, 425 and 429 stay, a 409 is
 * even kept under its idempotency key; an order that was urged too soon must not be urged by itself a minute later, and
 * what a payment provider has refused it will refuse again.
 */
export function maySendAgain(error: unknown): boolean {
  if (!(error instanceof LaidanError)) return false
  const { code, status } = error
  if (SETTLED.includes(code)) return false
  if (code === 'no_answer' || code === 'answer_unreadable') return true
  return status !== undefined && (status >= 500 || [408, 425, 429].includes(status))
}

/** Reads the pause that the server asks for, milliseconds; 0 where it asks for none. */
export function askedPause(error: unknown): number {
  return error instanceof LaidanError ? (error.retryMs ?? 0) : 0
}

/**
 * Computes the pause before the next attempt, milliseconds: the server's own, where it has named one, and full jitter, so
 * that many clients do not come back at one moment. `tries` counts the attempts that failed, from 1; `random` is in 0 … 1.
 */
export function pauseBefore(tries: number, error: unknown, random: number): number {
  return Math.round(askedPause(error) + random * Math.min(LONGEST_MS, BASE_MS * 2 ** Math.min(tries, 16)))
}

/** Waits; rejects with the signal's reason when it is aborted meanwhile. */
export function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, ms)
    if (signal?.aborted) stop()
    else signal?.addEventListener('abort', stop, { once: true })
  })
}
