import { expect } from 'vitest'
import { NotifyError, type NotifyErrorCode, type RawNotice } from '../../../../server/payments/providers/port.ts'

/** A callback as the adapters get it. Header names may be written in any case. */
export function rawNotice(body: string | Buffer, headers: Record<string, string>, receivedAt: number): RawNotice {
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  return { body: Buffer.from(body), header: (name) => lower[name.toLowerCase()], receivedAt }
}

/** Expects the refusal with this code; its detail must not quote `secret`. */
export function expectRefusal(
  tried: string,
  verify: () => unknown,
  code: NotifyErrorCode,
  secret = 'Zq7-canary',
): void {
  let thrown: unknown
  let event: unknown
  try {
    event = verify()
  } catch (error) {
    thrown = error
  }
  expect.soft(thrown, `${tried}: ${JSON.stringify(event)}`).toBeInstanceOf(NotifyError)
  if (!(thrown instanceof NotifyError)) return
  expect.soft(thrown.code, `${tried}: ${thrown.message}`).toBe(code)
  expect.soft(thrown.message, tried).not.toContain(secret)
}
