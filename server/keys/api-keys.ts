import type { ApiKey, CreateKey, IssuedKey, KeyRole } from '../../shared/api/keys.ts'
import type { Clock } from '../../shared/clock.ts'
import type { Sql, Tx } from '../db/database.ts'
import { appError } from '../lib/app-error.ts'
import { hashSecret } from '../lib/hash-secret.ts'
import type { Random } from '../lib/random.ts'

/** The sources of a key and its dates. */
export interface KeyDeps {
  random: Pick<Random, 'id' | 'secret'>
  clock: Pick<Clock, 'now'>
}

/** A key as the database has it, without its hash. Times are milliseconds; `stores` is JSON. */
export interface KeyRow {
  id: string
  role: KeyRole
  name: string
  stores: string | null
  created_at: number
  last_used_at: number | null
  expires_at: number | null
  revoked_at: number | null
  replaced_by: string | null
}

/** The columns of a {@link KeyRow}. */
export const KEY_COLUMNS = 'id, role, name, stores, created_at, last_used_at, expires_at, revoked_at, replaced_by'

/** The beginning of a key by its role, by which a leaked one is recognised. */
const PREFIXES: Record<KeyRole, string> = { operator: 'ldo', ordering: 'lda', read_only: 'ldr', connector: 'ldc' }

/** A key that was presented: its role, and the stores that it is bound to; `undefined`: every store. */
export interface KnownKey {
  id: string
  role: KeyRole
  name: string
  stores: readonly string[] | undefined
}

/**
 * Makes a key and returns it, once; the database has only its hash. Throws `store_unknown` for a store that is not there,
 * and `body_invalid` for an end that has passed.
 */
export async function createApiKey(
  tx: Tx,
  ctx: KeyDeps,
  { role, name, stores, expiresAt }: CreateKey,
): Promise<IssuedKey> {
  const now = ctx.clock.now()
  if (expiresAt !== undefined && expiresAt <= now)
    throw appError('body_invalid', { faults: [{ path: 'expiresAt', message: 'must be in the future' }] })
  for (const id of stores ?? [])
    if ((await tx.get('SELECT id FROM stores WHERE id = ?', [id])) === undefined) throw appError('store_unknown')
  const key = ctx.random.secret(PREFIXES[role])
  const row = await tx.get<KeyRow>(
    `INSERT INTO api_keys (id, role, key_hash, name, stores, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)
     RETURNING ${KEY_COLUMNS}`,
    [
      ...[ctx.random.id('key'), role, hashSecret(key), name],
      ...[stores === undefined ? null : JSON.stringify([...stores].sort()), now, expiresAt ?? null],
    ],
  )
  if (row === undefined) throw new Error('INSERT INTO api_keys returned nothing')
  return { ...toApiKey(row), key }
}

/** Finds a key that was presented; resolves to `undefined` for one that is unknown, revoked, or expired at `now`. */
export async function findApiKey(sql: Sql, now: number, key: string): Promise<KnownKey | undefined> {
  const row = await sql.get<Pick<KeyRow, 'id' | 'role' | 'name' | 'stores' | 'expires_at'>>(
    'SELECT id, role, name, stores, expires_at FROM api_keys WHERE key_hash = ? AND revoked_at IS NULL',
    [hashSecret(key)],
  )
  if (row === undefined || (row.expires_at !== null && row.expires_at <= now)) return undefined
  const { id, role, name } = row
  return { id, role, name, stores: storesOf(row) }
}

/**
 * Expects that a key which was known when a request began is good still: one that waits for its answer may be revoked
 * meanwhile. Throws `unauthenticated`.
 */
export async function requireStillValid(sql: Sql, now: number, id: string): Promise<void> {
  const row = await sql.get(
    'SELECT id FROM api_keys WHERE id = ? AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?)',
    [id, now],
  )
  if (row === undefined) throw appError('unauthenticated')
}

/** Lists every key that is kept, the newest first: those that have ended stay for as long as the audit does. */
export async function listApiKeys(sql: Sql): Promise<ApiKey[]> {
  const rows = await sql.all<KeyRow>(`SELECT ${KEY_COLUMNS} FROM api_keys ORDER BY created_at DESC, id DESC`)
  return rows.map(toApiKey)
}

/** Converts a key's row to the key of the REST interface. */
export function toApiKey(row: KeyRow): ApiKey {
  return {
    ...{ id: row.id, role: row.role, name: row.name, stores: storesOf(row) ?? null, createdAt: row.created_at },
    ...{ lastUsedAt: row.last_used_at, expiresAt: row.expires_at, revokedAt: row.revoked_at },
    replacedBy: row.replaced_by,
  }
}

function storesOf({ stores }: Pick<KeyRow, 'stores'>): string[] | undefined {
  return stores === null ? undefined : (JSON.parse(stores) as string[])
}
