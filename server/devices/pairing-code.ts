import { scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import type { PairingCodeGrant } from '../../shared/api/devices.ts'
import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import { appError } from '../lib/app-error.ts'
import { getStore } from '../stores/stores.ts'

const LIFETIME_MS = 10 * 60_000
/** Wrong tries after which a code is void: 5 guesses at 10⁶ possibilities. */
const MAX_TRIES = 5
const SELECTOR_DIGITS = 3
const SECRET_DIGITS = 6
/** Random selectors tried for a new code before we give up: each may belong to a code that still waits. */
const MAX_SELECTORS_TRIED = 50

const derive = promisify(scrypt) as (secret: string, salt: string, length: number) => Promise<Buffer>

/**
 * Hashes a code slowly, because it is short. `selector` finds the row, so that a wrong guess counts against one code.
 */
async function hashCode(selector: string, secret: string): Promise<string> {
  return (await derive(secret, `laidan-pairing-${selector}`, 32)).toString('hex')
}

/**
 * Issues a code that pairs one device with a store: nine digits, good once, for ten minutes; `expiresAt` in
 * milliseconds. Throws `store_unknown`, and `rate_limited` while too many codes wait to be used.
 */
export async function issuePairingCode(ctx: Context, storeId: string): Promise<PairingCodeGrant> {
  const secret = ctx.random.digits(SECRET_DIGITS)
  for (let attempt = 0; attempt < MAX_SELECTORS_TRIED; attempt++) {
    const selector = ctx.random.digits(SELECTOR_DIGITS)
    const hash = await hashCode(selector, secret)
    const expiresAt = ctx.clock.now() + LIFETIME_MS
    const stored = await ctx.db.write((tx) => storeCode(tx, ctx, { selector, hash, storeId, expiresAt }))
    if (stored) return { code: `${selector}-${secret.slice(0, 3)}-${secret.slice(3)}`, expiresAt }
  }
  throw appError('rate_limited', { detail: 'Too many pairing codes are waiting to be used.', retryMs: LIFETIME_MS })
}

async function storeCode(
  tx: Tx,
  ctx: Context,
  code: { selector: string; hash: string; storeId: string; expiresAt: number },
): Promise<boolean> {
  await getStore(tx, code.storeId)
  await tx.run('DELETE FROM pairing_codes WHERE expires_at <= ? OR used_at IS NOT NULL OR tries >= ?', [
    ctx.clock.now(),
    MAX_TRIES,
  ])
  const changed = await tx.run(
    'INSERT INTO pairing_codes (selector, code_hash, store_id, expires_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    [code.selector, code.hash, code.storeId, code.expiresAt],
  )
  return changed === 1
}

/** Splits and hashes a code of nine digits, outside any transaction: the hash is slow on purpose. */
export async function hashTypedCode(code: string): Promise<{ selector: string; hash: string }> {
  const selector = code.slice(0, SELECTOR_DIGITS)
  return { selector, hash: await hashCode(selector, code.slice(SELECTOR_DIGITS)) }
}

/**
 * Uses a code up and returns the id of its store; `undefined` when the code is wrong, used, expired or tried too often,
 * without a word which of these. A wrong try is counted; the caller must therefore not throw inside the transaction
 * when it gets `undefined`.
 */
export async function claimPairingCode(
  tx: Tx,
  ctx: Context,
  typed: { selector: string; hash: string },
): Promise<string | undefined> {
  const row = await tx.get<{ code_hash: string; store_id: string }>(
    `UPDATE pairing_codes SET tries = tries + 1
      WHERE selector = ? AND used_at IS NULL AND expires_at > ? AND tries < ? RETURNING code_hash, store_id`,
    [typed.selector, ctx.clock.now(), MAX_TRIES],
  )
  if (row === undefined || !timingSafeEqual(Buffer.from(row.code_hash), Buffer.from(typed.hash))) return undefined
  await tx.run('UPDATE pairing_codes SET used_at = ? WHERE selector = ?', [ctx.clock.now(), typed.selector])
  return row.store_id
}
