import type { AdminSession } from '../../shared/api/admin-session.ts'
import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import { hashSecret } from '../lib/hash-secret.ts'
import type { KeyRow, KnownKey } from './api-keys.ts'

const MINUTE_MS = 60_000
/** A session ends after so long without anything done in it, and in any case when it is so old. */
const IDLE_MS = 30 * MINUTE_MS
const LONGEST_MS = 8 * 60 * MINUTE_MS

interface SessionRow extends Pick<KeyRow, 'id' | 'role' | 'name' | 'stores' | 'expires_at'> {
  begun_at: number
  ends_at: number
}

/** A session that is open: the key that it stands for, and its end in milliseconds. */
export interface OpenSession {
  key: KnownKey
  expiresAt: number
}

/** Begins a session of a key; the token that it returns is in the database as a hash only. Sessions that ended go. */
export async function beginAdminSession(
  tx: Tx,
  { clock, random }: Pick<Context, 'clock' | 'random'>,
  keyId: string,
): Promise<{ token: string; expiresAt: number }> {
  const now = clock.now()
  const token = random.secret('lds')
  await tx.run('DELETE FROM admin_sessions WHERE expires_at <= ?', [now])
  await tx.run('INSERT INTO admin_sessions (token_hash, key_id, created_at, expires_at) VALUES (?, ?, ?, ?)', [
    ...[hashSecret(token), keyId, now],
    now + IDLE_MS,
  ])
  return { token, expiresAt: now + IDLE_MS }
}

/**
 * Finds the session of a token; resolves to `undefined` for one that is unknown or has ended, and for one whose key was
 * revoked or has expired. With `acts` it goes on from now, which is written once a minute at most.
 */
export async function findAdminSession(
  { db, clock, logger }: Pick<Context, 'db' | 'clock' | 'logger'>,
  token: string,
  { acts }: { acts: boolean },
): Promise<OpenSession | undefined> {
  const now = clock.now()
  const hash = hashSecret(token)
  const row = await db.read.get<SessionRow>(
    `SELECT api_keys.id, api_keys.role, api_keys.name, api_keys.stores, api_keys.expires_at,
            admin_sessions.created_at AS begun_at, admin_sessions.expires_at AS ends_at
       FROM admin_sessions JOIN api_keys ON api_keys.id = admin_sessions.key_id
      WHERE admin_sessions.token_hash = ? AND admin_sessions.expires_at > ? AND api_keys.revoked_at IS NULL
        AND (api_keys.expires_at IS NULL OR api_keys.expires_at > ?)`,
    [hash, now, now],
  )
  if (row === undefined) return undefined
  const { id, role, name, stores } = row
  const key = { id, role, name, stores: stores === null ? undefined : (JSON.parse(stores) as string[]) }
  const later = Math.min(now + IDLE_MS, row.begun_at + LONGEST_MS)
  if (!acts || later < row.ends_at + MINUTE_MS) return { key, expiresAt: row.ends_at }
  const prolong = db.write((tx) =>
    tx.run('UPDATE admin_sessions SET expires_at = ? WHERE token_hash = ? AND expires_at < ?', [later, hash, later]),
  )
  // A disk that takes no writes must not hide what is wrong from whoever looks for it.
  const expiresAt = await prolong.then(
    () => later,
    (error: unknown) => {
      logger.warn({ err: error }, 'a session of the operator’s page could not be prolonged')
      return row.ends_at
    },
  )
  return { key, expiresAt }
}

/** Ends the session of a token at once; one that has ended already changes nothing. */
export async function endAdminSession(tx: Tx, token: string): Promise<void> {
  await tx.run('DELETE FROM admin_sessions WHERE token_hash = ?', [hashSecret(token)])
}

/** Converts a session to that of the REST interface. */
export function toAdminSession({ key: { id, role, name }, expiresAt }: OpenSession): AdminSession {
  return { keyId: id, role, name, expiresAt }
}
