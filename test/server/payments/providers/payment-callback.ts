import { expect } from 'vitest'
import {
  CallbackError,
  type CallbackErrorCode,
  type PaymentCallback,
} from '../../../../server/payments/providers/payment-callback.ts'

/** A callback as the verifiers get it. Header names may be written in any case. */
export function paymentCallback(
  body: string | Buffer,
  headers: Record<string, string>,
  receivedAt: number,
): PaymentCallback {
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  return { body: Buffer.from(body), header: (name) => lower[name.toLowerCase()], receivedAt }
}

/** Expects the refusal with this code; its detail must not quote `secret`. */
export function expectRefusal(
  tried: string,
  verify: () => unknown,
  code: CallbackErrorCode,
  secret = 'Zq7-canary',
): void {
  let thrown: unknown
  let event: unknown
  try {
    event = verify()
  } catch (error) {
    thrown = error
  }
  expect.soft(thrown, `${tried}: ${JSON.stringify(event)}`).toBeInstanceOf(CallbackError)
  if (!(thrown instanceof CallbackError)) return
  expect.soft(thrown.code, `${tried}: ${thrown.message}`).toBe(code)
  expect.soft(thrown.message, tried).not.toContain(secret)
}
