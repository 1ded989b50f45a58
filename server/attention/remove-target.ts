import type { Channel, Contact } from '../../shared/api/attention.ts'
import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import { appError } from '../lib/app-error.ts'
import { getStore } from '../stores/stores.ts'
import { type ChannelRow, type ContactRow, targetsNamed, toChannel, toContact } from './targets.ts'

/**
 * Removes a contact for good, with its name and number, and returns it as it was; then it is unknown. Throws
 * `contact_unknown`, and `target_in_use` while the store’s settings name it.
 */
export async function removeContact(tx: Tx, ctx: Context, id: string): Promise<Contact> {
  const row = await tx.get<ContactRow>('SELECT * FROM contacts WHERE id = ? AND removed_at IS NULL', [id])
  if (row === undefined) throw appError('contact_unknown')
  const named = targetsNamed(JSON.parse((await getStore(tx, row.store_id)).settings))
  if (named.some(({ contacts }) => contacts.includes(id))) throw appError('target_in_use')
  await tx.run(`UPDATE contacts SET name = '', mobile = NULL, email = NULL, removed_at = ? WHERE id = ?`, [
    ctx.clock.now(),
    id,
  ])
  return toContact(row)
}

/** Removes a channel for good, with its secrets. Throws `channel_unknown`, and `target_in_use` as {@link removeContact}. */
export async function removeChannel(tx: Tx, ctx: Context, id: string): Promise<Channel> {
  const row = await tx.get<ChannelRow>('SELECT * FROM channel_accounts WHERE id = ? AND removed_at IS NULL', [id])
  if (row === undefined) throw appError('channel_unknown')
  const named = targetsNamed(JSON.parse((await getStore(tx, row.store_id)).settings))
  if (named.some(({ channel }) => channel === id)) throw appError('target_in_use')
  await tx.run(`UPDATE channel_accounts SET secret = '', removed_at = ? WHERE id = ?`, [ctx.clock.now(), id])
  return toChannel(row)
}
