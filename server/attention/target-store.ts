import type { Sql } from '../db/database.ts'
import { appError } from '../lib/app-error.ts'

/**
 * Finds the store of a contact; with `ownStore`, of that store’s contacts alone (I12). Throws `contact_unknown`.
 */
export async function storeOfContact(sql: Sql, id: string, ownStore?: string): Promise<string> {
  const row = await sql.get<{ store_id: string }>('SELECT store_id FROM contacts WHERE id = ? AND removed_at IS NULL', [
    id,
  ])
  if (row === undefined || (ownStore ?? row.store_id) !== row.store_id) throw appError('contact_unknown')
  return row.store_id
}

/** Finds the store of a channel, as {@link storeOfContact}. Throws `channel_unknown`. */
export async function storeOfChannel(sql: Sql, id: string, ownStore?: string): Promise<string> {
  const row = await sql.get<{ store_id: string }>(
    'SELECT store_id FROM channel_accounts WHERE id = ? AND removed_at IS NULL',
    [id],
  )
  if (row === undefined || (ownStore ?? row.store_id) !== row.store_id) throw appError('channel_unknown')
  return row.store_id
}
