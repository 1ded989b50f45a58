import { scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { bulkRows } from '../db/bulk-rows.ts'
import type { Sql, Tx } from '../db/database.ts'
import { getStore } from '../stores/stores.ts'

/** Time for which a code is good, milliseconds. */
export const LIFETIME_MS = 10 * 60_000
/** Wrong secrets after which a code is void: 5 guesses at 10⁴ possibilities. */
const MAX_TRIES = 5
/**
 * Digits of a new code: the selector finds it, the secret proves it. The selector is long, so that a stranger does not
 * find a code to use up; docs/decisions/0018 has the arithmetic.
 */
export const SELECTOR_DIGITS = 8
export const SECRET_DIGITS = 4
/** Codes that an earlier version issued have nine digits, and a selector of three; they end within ten minutes. */
const EARLIER_DIGITS = 9
const EARLIER_SELECTOR_DIGITS = 3

/** A code in its two parts. */
export interface CodeParts {
  selector: string
  secret: string
}

const SELECTORS = bulkRows({ place: 'INTEGER', selector: 'TEXT' })
const WAITS = 'used_at IS NULL AND expires_at > ? AND tries < ?'

const derive = promisify(scrypt) as (secret: string, salt: string, length: number) => Promise<Buffer>

/** Splits a code of twelve digits, or of nine, as an earlier version issued it. */
export function splitCode(code: string): CodeParts {
  const digits = code.length === EARLIER_DIGITS ? EARLIER_SELECTOR_DIGITS : SELECTOR_DIGITS
  return { selector: code.slice(0, digits), secret: code.slice(digits) }
}

/**
 * Hashes a code slowly, because its secret is short. A hash holds one of the few threads on which the database works
 * for some 50 ms: to be called one at a time, and for a code that waits.
 */
export async function hashCode({ selector, secret }: CodeParts): Promise<string> {
  return (await derive(secret, `laidan-pairing-${selector}`, 32)).toString('hex')
}

/**
 * Stores a code and removes those that are over; resolves to false when another code has its selector. `expiresAt` and
 * `now` in milliseconds. Throws `store_unknown`.
 */
export async function storeCode(
  tx: Tx,
  code: { selector: string; hash: string; storeId: string; expiresAt: number },
  now: number,
): Promise<boolean> {
  await getStore(tx, code.storeId)
  await tx.run('DELETE FROM pairing_codes WHERE expires_at <= ? OR used_at IS NOT NULL OR tries >= ?', [now, MAX_TRIES])
  const changed = await tx.run(
    'INSERT INTO pairing_codes (selector, code_hash, store_id, expires_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    [code.selector, code.hash, code.storeId, code.expiresAt],
  )
  return changed === 1
}

/** Looks selectors up, many by one statement; resolves, for each, to whether a code with it waits at `now`. */
export async function findWaitingCodes(sql: Sql, selectors: readonly string[], now: number): Promise<boolean[]> {
  const tried = SELECTORS.of(selectors.map((selector, place) => ({ place, selector })))
  const rows = await sql.all<{ place: number }>(
    `SELECT tried.place FROM ${tried.table} AS tried CROSS JOIN pairing_codes
      WHERE pairing_codes.selector = tried.selector AND ${WAITS}`,
    [...tried.values, now, MAX_TRIES],
  )
  const waiting = selectors.map(() => false)
  for (const { place } of rows) waiting[place] = true
  return waiting
}

/**
 * Uses a code up and returns the id of its store; `undefined` when the code is wrong, used, expired or tried too often,
 * without a word which of these. A wrong try is counted; the caller must therefore not throw inside the transaction
 * when it gets `undefined`.
 */
export async function claimPairingCode(
  tx: Tx,
  typed: { selector: string; hash: string },
  now: number,
): Promise<string | undefined> {
  const row = await tx.get<{ code_hash: string; store_id: string }>(
    `UPDATE pairing_codes SET tries = tries + 1 WHERE selector = ? AND ${WAITS} RETURNING code_hash, store_id`,
    [typed.selector, now, MAX_TRIES],
  )
  if (row === undefined || !timingSafeEqual(Buffer.from(row.code_hash), Buffer.from(typed.hash))) return undefined
  await tx.run('UPDATE pairing_codes SET used_at = ? WHERE selector = ?', [now, typed.selector])
  return row.store_id
}
