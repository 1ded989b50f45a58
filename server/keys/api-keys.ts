import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import { hashSecret } from '../lib/hash-secret.ts'

/** `ordering`: the system that takes the orders. `operator`: whoever runs this server. */
export type KeyRole = 'ordering' | 'operator'

/** Makes a key for `role` and returns it, once; only its hash is kept. */
export async function createApiKey(tx: Tx, ctx: Context, role: KeyRole): Promise<string> {
  const key = ctx.random.secret(role === 'operator' ? 'ldo' : 'lda')
  await tx.run('INSERT INTO api_keys (id, role, key_hash, created_at) VALUES (?, ?, ?, ?)', [
    ctx.random.id('key'),
    role,
    hashSecret(key),
    ctx.clock.now(),
  ])
  return key
}

/** The role that a key opens, if it is known and not revoked. */
export async function findApiKey(ctx: Context, key: string): Promise<KeyRole | undefined> {
  const row = await ctx.db.read.get<{ role: KeyRole }>(
    'SELECT role FROM api_keys WHERE key_hash = ? AND revoked_at IS NULL',
    [hashSecret(key)],
  )
  return row?.role
}
