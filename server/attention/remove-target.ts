import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import { appError } from '../lib/app-error.ts'
import { policyOf } from '../reminders/escalation-steps.ts'
import { getStore } from '../stores/stores.ts'

/**
 * Removes a contact for good, with its name and number. Idempotent is the state, not the call: once removed it is
 * unknown. Throws `contact_unknown`, and `target_in_use` while the store’s policy names it.
 */
export async function removeContact(tx: Tx, ctx: Context, id: string): Promise<void> {
  const row = await tx.get<{ store_id: string }>(
    `UPDATE contacts SET name = '', mobile = NULL, removed_at = ? WHERE id = ? AND removed_at IS NULL RETURNING store_id`,
    [ctx.clock.now(), id],
  )
  if (row === undefined) throw appError('contact_unknown')
  const policy = await readPolicy(tx, row.store_id)
  if (policy.some(({ contacts }) => contacts.includes(id))) throw appError('target_in_use')
}

/** Removes a channel for good, with its secrets. Throws `channel_unknown`, and `target_in_use` as {@link removeContact}. */
export async function removeChannel(tx: Tx, ctx: Context, id: string): Promise<void> {
  const row = await tx.get<{ store_id: string }>(
    `UPDATE channel_accounts SET secret = '', removed_at = ? WHERE id = ? AND removed_at IS NULL RETURNING store_id`,
    [ctx.clock.now(), id],
  )
  if (row === undefined) throw appError('channel_unknown')
  const policy = await readPolicy(tx, row.store_id)
  if (policy.some(({ channel }) => channel === id)) throw appError('target_in_use')
}

async function readPolicy(tx: Tx, storeId: string) {
  return policyOf(JSON.parse((await getStore(tx, storeId)).settings))
}
