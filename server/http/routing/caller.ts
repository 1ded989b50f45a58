import type { Context } from '../../context/context.ts'
import { findDevice } from '../../devices/devices.ts'
import { findApiKey } from '../../keys/api-keys.ts'
import { appError } from '../../lib/app-error.ts'

/** The kinds of callers that have a credential. */
export type CallerKind = 'ordering' | 'operator' | 'device'

/** The caller of a request. `anyone` has no credential. */
export type Caller =
  | { kind: 'anyone' }
  | { kind: 'ordering' }
  | { kind: 'operator' }
  | { kind: 'device'; id: string; name: string; storeId: string }

/**
 * Identifies the caller by `Authorization: Bearer …`; without a credential the caller is `anyone`. Throws
 * `unauthenticated` for a credential that is malformed, unknown or revoked.
 */
export async function identifyCaller(ctx: Context, authorization: string | undefined): Promise<Caller> {
  if (authorization === undefined) return { kind: 'anyone' }
  const token = /^Bearer ([\x21-\x7e]{1,200})$/i.exec(authorization)?.[1]
  if (token === undefined) throw appError('unauthenticated')
  if (token.startsWith('ldd_')) {
    const found = await findDevice(ctx, token)
    if (found === undefined || found.device.revoked_at !== null) throw appError('unauthenticated')
    return { kind: 'device', id: found.device.id, name: found.device.name, storeId: found.store.id }
  }
  const role = await findApiKey(ctx, token)
  if (role === undefined) throw appError('unauthenticated')
  return { kind: role }
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

/** Admits a device to its own store only. Throws `store_unknown`, as for a store that does not exist (I12). */
export function requireStore(caller: Caller, storeId: string): void {
  if (caller.kind === 'device' && caller.storeId !== storeId) throw appError('store_unknown')
}
