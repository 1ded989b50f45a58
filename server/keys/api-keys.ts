import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import { hashSecret } from '../lib/hash-secret.ts'

/** The holder of a key. `ordering`: the system that takes the orders. `operator`: the person who runs this server. */
export type KeyRole = 'ordering' | 'operator'

/** Makes a key for `role` and returns it, once; the database has only its hash. */
export async function createApiKey(tx: Tx, ctx: Pick<Context, 'random' | 'clock'>, role: KeyRole): Promise<string> {
  const key = ctx.random.secret(role === 'operator' ? 'ldo' : 'lda')
  await tx.run('INSERT INTO api_keys (id, role, key_hash, created_at) VALUES (?, ?, ?, ?)', [
    ctx.random.id('key'),
    role,
    hashSecret(key),
    ctx.clock.now(),
  ])
  return key
}

/** Finds the role of a key; resolves to `undefined` for one that is unknown or revoked. */
export async function findApiKey(ctx: Context, key: string): Promise<KeyRole | undefined> {
  const row = await ctx.db.read.get<{ role: KeyRole }>(
    'SELECT role FROM api_keys WHERE key_hash = ? AND revoked_at IS NULL',
    [hashSecret(key)],
  )
  return row?.role
}
