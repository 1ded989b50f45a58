import type { Effect, EffectPage, EffectQuery } from '../../shared/api/attention.ts'
import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import { newestFirst } from '../db/paging.ts'
import { appError } from '../lib/app-error.ts'
import { getStore } from '../stores/stores.ts'
import { type EffectRow, toEffect } from './effect-row.ts'
import { insertEffects } from './insert-effects.ts'

/** Lists what contacts of a store were told, or not, newest first, a page at a time. Throws `store_unknown`, `cursor_invalid`. */
export async function findEffects(ctx: Context, storeId: string, { limit, cursor }: EffectQuery): Promise<EffectPage> {
  await getStore(ctx.db.read, storeId)
  const search = ctx.db.query('effects').select('*').where('store_id', storeId)
  const { rows, next } = await newestFirst<EffectRow>(search, {
    by: [
      { column: 'created_at', field: 'created_at', type: 'number' },
      { column: 'id', field: 'id', type: 'text' },
    ],
    limit,
    cursor,
  })
  return { effects: rows.map(toEffect), next }
}

/**
 * Queues a test message by a channel to a contact of the same store. Throws `channel_unknown`, `contact_unknown`.
 */
export async function queueTest(tx: Tx, ctx: Context, channelId: string, contactId: string): Promise<Effect> {
  const channel = await tx.get<{ store_id: string }>(
    'SELECT store_id FROM channel_accounts WHERE id = ? AND removed_at IS NULL',
    [channelId],
  )
  if (channel === undefined) throw appError('channel_unknown')
  const { store_id: storeId } = channel
  const contact = await tx.get('SELECT id FROM contacts WHERE id = ? AND store_id = ? AND removed_at IS NULL', [
    contactId,
    storeId,
  ])
  if (contact === undefined) throw appError('contact_unknown')
  const [id] = await insertEffects(tx, ctx, [
    { storeId, cause: 'test', step: 0, round: 0, contactId, channelId, covers: [] },
  ])
  const row = await tx.get<EffectRow>('SELECT * FROM effects WHERE id = ?', [id ?? ''])
  if (row === undefined) throw new Error('INSERT INTO effects returned nothing')
  return toEffect(row)
}
