import type { ApiKey, IssuedKey } from '../../shared/api/keys.ts'
import type { Tx } from '../db/database.ts'
import { appError } from '../lib/app-error.ts'
import { createApiKey, KEY_COLUMNS, type KeyDeps, type KeyRow, toApiKey } from './api-keys.ts'

const HOUR_MS = 3_600_000

/** Where a key is ended: over REST the last key of the operator stays, on the machine it need not. */
export interface EndOptions {
  keepsLastOperator: boolean
}

/**
 * Revokes a key at once, and returns it; one that was revoked before stays as it is. Throws `api_key_unknown`, and
 * `last_operator_key` where that is kept.
 */
export async function revokeApiKey(
  tx: Tx,
  ctx: KeyDeps,
  id: string,
  { keepsLastOperator }: EndOptions,
): Promise<ApiKey> {
  const row = await lockKey(tx, id)
  if (row.revoked_at !== null) return toApiKey(row)
  if (keepsLastOperator) await expectAnotherOperator(tx, ctx, row)
  return await update(tx, 'UPDATE api_keys SET revoked_at = ? WHERE id = ?', [ctx.clock.now(), id])
}

/**
 * Makes a key of the same role, name, stores and end in the place of another one, which goes on beside it for some hours.
 * Returns the new key, once. Throws `api_key_unknown`, and `key_ended` for a key that works no more or was replaced before.
 */
export async function rotateApiKey(tx: Tx, ctx: KeyDeps, id: string, overlapHours: number): Promise<IssuedKey> {
  const row = await lockKey(tx, id)
  const now = ctx.clock.now()
  const end = row.expires_at ?? Number.POSITIVE_INFINITY
  if (row.revoked_at !== null || row.replaced_by !== null || end <= now) throw appError('key_ended')
  const { role, name, stores, expiresAt } = toApiKey(row)
  const made = await createApiKey(tx, ctx, {
    ...{ role, name },
    ...(stores !== null && { stores }),
    ...(expiresAt !== null && { expiresAt }),
  })
  await update(tx, 'UPDATE api_keys SET expires_at = ?, replaced_by = ? WHERE id = ?', [
    Math.min(end, now + overlapHours * HOUR_MS),
    made.id,
    id,
  ])
  return made
}

/**
 * Refuses to end the last key with which the operator can do everything: one that has no end of its own, or, where there
 * is none, the last that still works. Throws `last_operator_key`.
 */
async function expectAnotherOperator(tx: Tx, { clock }: KeyDeps, row: KeyRow): Promise<void> {
  if (row.role !== 'operator') return
  const others = await tx.all<Pick<KeyRow, 'expires_at'>>(
    `SELECT expires_at FROM api_keys WHERE role = 'operator' AND revoked_at IS NULL AND id <> ?
        AND (expires_at IS NULL OR expires_at > ?)`,
    [row.id, clock.now()],
  )
  const lasting = others.some(({ expires_at: end }) => end === null)
  if (row.expires_at === null ? !lasting : others.length === 0) throw appError('last_operator_key')
}

/** Waits for others that end keys at this moment, on other servers as well, and reads a key. Throws `api_key_unknown`. */
async function lockKey(tx: Tx, id: string): Promise<KeyRow> {
  await tx.run(
    `INSERT INTO installation (name, value) VALUES ('keys', '') ON CONFLICT (name) DO UPDATE SET value = installation.value`,
  )
  const row = await tx.get<KeyRow>(`SELECT ${KEY_COLUMNS} FROM api_keys WHERE id = ?`, [id])
  if (row === undefined) throw appError('api_key_unknown')
  return row
}

async function update(tx: Tx, sql: string, values: (string | number)[]): Promise<ApiKey> {
  const row = await tx.get<KeyRow>(`${sql} RETURNING ${KEY_COLUMNS}`, values)
  if (row === undefined) throw appError('api_key_unknown')
  return toApiKey(row)
}
