import { createStoreSchema, type Store } from '../../shared/api/stores.ts'
import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import { createApiKey } from '../keys/api-keys.ts'
import { createStore, listStores } from '../stores/stores.ts'

/** The part of the context that a database needs to get its first keys. */
type Founding = Pick<Context, 'db' | 'clock' | 'random'>

/** The first store: whoever stands in the shop looks after it, with no key of the operator at hand. */
const FIRST_STORE = { name: '我的门店', settings: { devicesManage: true } }

/** The name of the first keys in the list of keys. */
const FIRST_KEY = 'first key'

/** The first store and keys of an installation. The keys are shown once; the database has only their hashes. */
export interface FirstKeys {
  store: Store
  orderingKey: string
  operatorKey: string
}

/**
 * Gives a new database its first store and keys and lets `show` hand them over; resolves to `undefined` when that was
 * done before. The keys are noted as shown only after `show`: a server that is killed in between makes new ones the
 * next time, and revokes those that nobody has seen. Rejects with the error of `show`.
 */
export async function bootstrap(
  ctx: Founding,
  show: (keys: FirstKeys) => Promise<void>,
): Promise<FirstKeys | undefined> {
  if (await wereShown(ctx)) return undefined
  const [existing] = await listStores(ctx)
  const keys = await ctx.db.write(async (tx) => {
    await tx.run('UPDATE api_keys SET revoked_at = ? WHERE revoked_at IS NULL', [ctx.clock.now()])
    return {
      store: existing ?? (await createStore(tx, ctx, createStoreSchema.parse(FIRST_STORE))),
      orderingKey: (await createApiKey(tx, ctx, { role: 'ordering', name: FIRST_KEY })).key,
      operatorKey: (await createApiKey(tx, ctx, { role: 'operator', name: FIRST_KEY })).key,
    }
  })
  await show(keys)
  await ctx.db.write((tx) => noteShown(tx, ctx))
  return keys
}

/** Warns of a database that has no keys yet, where another command than the start makes them. */
export async function warnWithoutKeys(ctx: Founding & Pick<Context, 'logger'>): Promise<void> {
  if (await wereShown(ctx)) return
  ctx.logger.warn('this database has no store and no keys yet: the command first-keys makes them')
}

async function wereShown(ctx: Founding): Promise<boolean> {
  return (await ctx.db.read.get(`SELECT value FROM installation WHERE name = 'keys_shown_at'`)) !== undefined
}

async function noteShown(tx: Tx, ctx: Founding): Promise<void> {
  await tx.run(`INSERT INTO installation (name, value) VALUES ('keys_shown_at', ?)`, [String(ctx.clock.now())])
}
