import type { KeyRole } from '../../../shared/api/keys.ts'
import type { Context } from '../../context/context.ts'
import { findDevice } from '../../devices/devices.ts'
import { findApiKey, type KnownKey } from '../../keys/api-keys.ts'
import type { KeyUses } from '../../keys/key-uses.ts'
import { appError } from '../../lib/app-error.ts'

/** The kinds of callers that have a credential. */
export type CallerKind = KeyRole | 'device'

/** The caller of a request with a key; `stores`: those that the key is bound to, `undefined`: every store. */
export interface KeyCaller {
  kind: KeyRole
  id: string
  name: string
  stores: readonly string[] | undefined
}

/** The caller of a request. `anyone` has no credential. */
export type Caller = { kind: 'anyone' } | KeyCaller | { kind: 'device'; id: string; name: string; storeId: string }

/**
 * Identifies the caller by `Authorization: Bearer …`; without a credential the caller is `anyone`. The use of a key is
 * noted. Throws `unauthenticated` for a credential that is malformed, unknown, revoked or expired.
 */
export async function identifyCaller(
  ctx: Context,
  uses: Pick<KeyUses, 'note'>,
  authorization: string | undefined,
): Promise<Caller> {
  if (authorization === undefined) return { kind: 'anyone' }
  const token = /^Bearer ([\x21-\x7e]{1,200})$/i.exec(authorization)?.[1]
  if (token === undefined) throw appError('unauthenticated')
  if (token.startsWith('ldd_')) {
    const found = await findDevice(ctx, token)
    if (found === undefined || found.device.revoked_at !== null) throw appError('unauthenticated')
    return { kind: 'device', id: found.device.id, name: found.device.name, storeId: found.store.id }
  }
  const key = await findApiKey(ctx.db.read, ctx.clock.now(), token)
  if (key === undefined) throw appError('unauthenticated')
  return callerOfKey(uses, key)
}

/** Makes the caller of a key that was presented, or that a session stands for; its use is noted. */
export function callerOfKey(uses: Pick<KeyUses, 'note'>, { id, role: kind, name, stores }: KnownKey): KeyCaller {
  uses.note(id)
  return { kind, id, name, stores }
}

/**
 * Admits only callers of the kinds `allowed`; an empty list admits everybody. Throws `unauthenticated`, `forbidden`.
 */
export function requireCaller(caller: Caller, allowed: readonly CallerKind[]): void {
  if (allowed.length === 0) return
  if (caller.kind === 'anyone') throw appError('unauthenticated')
  if (!allowed.includes(caller.kind)) throw appError('forbidden')
}

/** Returns the one store that a device may see, its own; `undefined` for every other caller. */
export function confinedTo(caller: Caller): string | undefined {
  return caller.kind === 'device' ? caller.storeId : undefined
}

/** Returns the stores that a caller is confined to: a device's own, those of a bound key; `undefined`: every store. */
export function storesOf(caller: Caller): readonly string[] | undefined {
  if (caller.kind === 'anyone') return undefined
  return caller.kind === 'device' ? [caller.storeId] : caller.stores
}

/**
 * Admits a device to its own store only, and a bound key to its stores. Throws `store_unknown`, as for a store that does
 * not exist (I12).
 */
export function requireStore(caller: Caller, storeId: string): void {
  if (storesOf(caller)?.includes(storeId) === false) throw appError('store_unknown')
}
