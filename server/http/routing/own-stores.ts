import * as z from 'zod'
import type { Sql } from '../../db/database.ts'
import { appError } from '../../lib/app-error.ts'
import { getOrder } from '../../orders/get-order.ts'
import { type Caller, requireStore } from './caller.ts'
import type { Route } from './route.ts'

const OF_STORE = /^\/v1\/stores\/\{id\}(\/|$)/
const OF_ORDER = /^\/v1\/orders\/\{id\}(\/|$)/

/** A request as its schemas have parsed it. */
interface Parsed {
  params: unknown
  query: unknown
  body: unknown
}

/**
 * Keeps a key that is bound to stores to these, whatever the route (I12): the order or store of the path, and the `storeId`
 * of a body or a query, must be of one of them. A list that is asked for without a store is that of the key's only one.
 * Returns the query. A route of which none of that can be said is closed to bound keys, unless it keeps them to their
 * stores by itself (`ownStores`). Throws `store_unknown`, `order_unknown`, `query_invalid`, `forbidden`.
 */
export async function keepToOwnStores(
  sql: Sql,
  spec: Pick<Route, 'path' | 'query' | 'ownStores'>,
  caller: Caller,
  { params, query, body }: Parsed,
): Promise<unknown> {
  if (caller.kind === 'anyone' || caller.kind === 'device' || caller.stores === undefined) return query
  const { id } = (params ?? {}) as { id?: string | number }
  const [asked, sent] = [storeIdOf(query), storeIdOf(body)]
  for (const storeId of [asked, sent]) if (storeId !== undefined) requireStore(caller, storeId)
  if (OF_ORDER.test(spec.path)) {
    const { store_id: storeId } = await getOrder(sql, Number(id))
    if (!caller.stores.includes(storeId)) throw appError('order_unknown')
  } else if (OF_STORE.test(spec.path)) requireStore(caller, String(id))
  else if (asked === undefined && spec.query instanceof z.ZodObject && 'storeId' in spec.query.shape) {
    const [only, ...more] = caller.stores
    if (only === undefined || more.length > 0)
      throw appError('query_invalid', { faults: [{ path: 'storeId', message: 'must name one of the key’s stores' }] })
    return { ...(query as object), storeId: only }
  } else if (asked === undefined && sent === undefined && spec.ownStores !== true) throw appError('forbidden')
  return query
}

function storeIdOf(value: unknown): string | undefined {
  const { storeId } = (value ?? {}) as { storeId?: unknown }
  return typeof storeId === 'string' ? storeId : undefined
}
