import { createStoreSchema, type Store } from '../shared/api/stores.ts'
import type { Context } from './context.ts'
import { createApiKey } from './keys/api-keys.ts'
import { createStore, listStores } from './stores/stores.ts'

/** What a new installation begins with. The keys are shown here and never again. */
export interface FirstKeys {
  store: Store
  orderingKey: string
  operatorKey: string
}

/** Gives an empty database its first store and keys, in one transaction; `undefined` when it has them already. */
export async function prepareFirstStart(ctx: Context): Promise<FirstKeys | undefined> {
  if ((await listStores(ctx)).length > 0) return undefined
  return await ctx.db.write(async (tx) => ({
    store: await createStore(tx, ctx, createStoreSchema.parse({ name: '我的门店' })),
    orderingKey: await createApiKey(tx, ctx, 'ordering'),
    operatorKey: await createApiKey(tx, ctx, 'operator'),
  }))
}

/** The webhook secret of this installation, made at the first call, for those who have not set one. */
export async function ownWebhooksSecret(ctx: Context, makeSecret: () => string): Promise<string> {
  return await ctx.db.write(async (tx) => {
    await tx.run(
      `INSERT INTO installation (name, value) VALUES ('standard_webhooks_secret', ?) ON CONFLICT (name) DO NOTHING`,
      [makeSecret()],
    )
    const row = await tx.get<{ value: string }>(
      `SELECT value FROM installation WHERE name = 'standard_webhooks_secret'`,
    )
    if (row === undefined) throw new Error('the webhook secret was not kept')
    return row.value
  })
}
