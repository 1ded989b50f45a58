import * as z from 'zod'
import type { Sql } from '../../db/database.ts'
import { appError } from '../../lib/app-error.ts'
import { getOrder } from '../../orders/get-order.ts'
import { type Caller, requireStore } from './caller.ts'

/** The names under which a query or a body says which store it is about. */
const NAMES: readonly string[] = ['storeId', 'store']
const OF_STORE = /^\/v1\/stores\/\{id\}(\/|$)/
const OF_ORDER = /^\/v1\/orders\/\{id\}(\/|$)/

/** The part of a route by which it is known which stores a request is about. */
interface Asked {
  path: string
  /** Empty: anybody may call it, and a key is let in as nobody is. */
  callers: readonly string[]
  query?: z.ZodType
  ownStores?: boolean
}

/** A request as its schemas have parsed it. */
interface Parsed {
  params: unknown
  query: unknown
  body: unknown
}

/**
 * Keeps a key that is bound to stores to these, whatever the route (I12): the order or store of the path, and the
 * store that a body or a query names, must be one of them. A list that is asked for without a store is that of the key's only one.
 * Returns the query. A route of which none of that can be said is closed to bound keys, unless it keeps them to their
 * stores by itself (`ownStores`). Throws `store_unknown`, `order_unknown`, `query_invalid`, `forbidden`.
 */
export async function keepToOwnStores(
  sql: Sql,
  spec: Asked,
  caller: Caller,
  { params, query, body }: Parsed,
): Promise<unknown> {
  if (caller.kind === 'anyone' || caller.kind === 'device' || caller.stores === undefined) return query
  if (spec.callers.length === 0) return query
  const { id } = (params ?? {}) as { id?: string | number }
  const [asked, sent] = [storeIdOf(query), storeIdOf(body)]
  for (const storeId of [asked, sent]) if (storeId !== undefined) requireStore(caller, storeId)
  if (OF_ORDER.test(spec.path)) {
    const { store_id: storeId } = await getOrder(sql, Number(id))
    if (!caller.stores.includes(storeId)) throw appError('order_unknown')
  } else if (OF_STORE.test(spec.path)) requireStore(caller, String(id))
  else if (asked === undefined && sent === undefined) return ofOnlyStore(spec, caller.stores, query)
  return query
}

/** Asks a list for the one store of a key. Throws `query_invalid` for a key of several, and `forbidden` where there is no list. */
function ofOnlyStore({ query: schema, ownStores }: Asked, stores: readonly string[], query: unknown): unknown {
  if (ownStores === true) return query
  const shape = schema instanceof z.ZodObject ? schema.shape : {}
  const name = NAMES.find((each) => each in shape)
  if (name === undefined) throw appError('forbidden')
  const [only, ...more] = stores
  if (only === undefined || more.length > 0)
    throw appError('query_invalid', { faults: [{ path: name, message: 'must name one of the key’s stores' }] })
  return { ...(query as object), [name]: only }
}

function storeIdOf(value: unknown): string | undefined {
  const fields = (value ?? {}) as Record<string, unknown>
  return NAMES.map((name) => fields[name]).find((id): id is string => typeof id === 'string')
}
