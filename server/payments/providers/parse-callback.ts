import { isUtf8 } from 'node:buffer'
import type * as z from 'zod'
import { isWellFormed } from '../../lib/well-formed.ts'
import { CallbackError, type PaymentCallback } from './payment-callback.ts'

/** Milliseconds that a callback's timestamp may be away from now, either way. */
export const TOLERANCE_MS = 5 * 60_000

/** Reads a header that the signature rests on. Throws `signature_missing`. */
export function header(callback: PaymentCallback, name: string): string {
  const value = callback.header(name)
  if (value === undefined || value === '') throw new CallbackError('signature_missing', name)
  return value
}

/**
 * Checks the time that a callback was signed at, milliseconds, after its signature. Throws `timestamp_skew`, which names
 * the difference: somebody's clock is wrong.
 */
export function assertFresh(callback: PaymentCallback, signedAt: number): void {
  const aheadMs = callback.receivedAt - signedAt
  if (Math.abs(aheadMs) <= TOLERANCE_MS) return
  throw new CallbackError('timestamp_skew', `${Math.round(aheadMs / 1000)} s`, aheadMs)
}

/**
 * Parses JSON, which is UTF-8 (RFC 8259 §8.1): bytes that are not, and halves of surrogate pairs (`"\ud800"`), would be
 * replaced silently on their way into the database, and two transactions that differ become one. Throws `malformed`.
 */
export function parseJson(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw new CallbackError('malformed', 'not UTF-8')
  const text = bytes.toString('utf8')
  const value = parsed(text)
  // Only an escape can stand for half of a pair in what is UTF-8.
  if (text.includes('\\u') && !isWellFormed(value)) throw new CallbackError('malformed', 'half of a surrogate pair')
  return value
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new CallbackError('malformed', 'the body is not valid JSON')
  }
}

/** Parses a value by its schema. Throws `malformed`, naming every fault by its path and quoting no value. */
export function parseWith<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const faults = result.error.issues.slice(0, 10).map(({ path, message }) => `${path.join('.')}: ${message}`)
  throw new CallbackError('malformed', faults.join('; '))
}

/** Reads a time such as `2026-11-23T11:00:00+08:00` as milliseconds since 1970. Throws `malformed`. */
export function parseTime(text: string): number {
  const at = Date.parse(text)
  if (!(at >= 0)) throw new CallbackError('malformed', 'a time')
  return at
}
