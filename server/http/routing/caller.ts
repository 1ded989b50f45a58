import type { Context } from '../../context/context.ts'
import { findDevice } from '../../devices/devices.ts'
import { findApiKey } from '../../keys/api-keys.ts'
import { appError } from '../../lib/app-error.ts'

/** Who may call a route. `anyone` needs no credential. */
export type CallerKind = 'ordering' | 'operator' | 'device'

export type Caller =
  | { kind: 'anyone' }
  | { kind: 'ordering' }
  | { kind: 'operator' }
  | { kind: 'device'; id: string; name: string; storeId: string }

/**
 * Finds out who calls, from `Authorization: Bearer …`. An absent credential is `anyone`; one that is unknown or
 * revoked throws `unauthenticated`.
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

/** Throws `unauthenticated` or `forbidden` unless the caller is one of `allowed`; an empty list admits everybody. */
export function requireCaller(caller: Caller, allowed: readonly CallerKind[]): void {
  if (allowed.length === 0) return
  if (caller.kind === 'anyone') throw appError('unauthenticated')
  if (!allowed.includes(caller.kind)) throw appError('forbidden')
}

/** The store a caller is confined to: a device to its own, everybody else to none. */
export function confinedTo(caller: Caller): string | undefined {
  return caller.kind === 'device' ? caller.storeId : undefined
}

/** A device asks about its own store; asking about another one is the same as asking about one that is not there (I12). */
export function requireStore(caller: Caller, storeId: string): void {
  if (caller.kind === 'device' && caller.storeId !== storeId) throw appError('store_unknown')
}
