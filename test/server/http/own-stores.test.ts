import { expect, it } from 'vitest'
import * as z from 'zod'
import type { Caller } from '../../../server/http/routing/caller.ts'
import { keepToOwnStores } from '../../../server/http/routing/own-stores.ts'
import { AppError } from '../../../server/lib/app-error.ts'

const key = (...stores: string[]): Caller => ({ kind: 'ordering', id: 'key_1', name: 'x', stores })
/** A route of which nothing is known yet. */
const later = { path: '/v1/later', callers: ['ordering'] }
const listed = (name: string) => ({ ...later, query: z.object({ [name]: z.string().optional() }) })

async function outcome(spec: Parameters<typeof keepToOwnStores>[1], caller: Caller, parsed: object): Promise<unknown> {
  const nothing = { params: undefined, query: {}, body: undefined }
  try {
    // No row is looked up: none of these paths is of an order.
    return await keepToOwnStores({} as never, spec, caller, { ...nothing, ...parsed })
  } catch (error) {
    return error instanceof AppError ? error.code : error
  }
}

it('I12: a route that does not say which store it is about is closed to bound keys', async () => {
  expect(await outcome(later, key('st_1'), {})).toBe('forbidden')
  expect(await outcome({ ...later, ownStores: true }, key('st_1'), {})).toEqual({})
  expect(await outcome({ ...later, callers: [] }, key('st_1'), {})).toEqual({})
  expect(await outcome(later, { kind: 'ordering', id: 'key_1', name: 'x', stores: undefined }, {})).toEqual({})
})

it.each(['storeId', 'store'])('I12: a list that takes %s is asked for the store of the key', async (name) => {
  expect(await outcome(listed(name), key('st_1'), {})).toEqual({ [name]: 'st_1' })
  expect(await outcome(listed(name), key('st_1'), { query: { [name]: 'st_1' } })).toEqual({ [name]: 'st_1' })
  expect(await outcome(listed(name), key('st_1'), { query: { [name]: 'st_2' } })).toBe('store_unknown')
  expect(await outcome(listed(name), key('st_1', 'st_2'), {})).toBe('query_invalid')
  expect(await outcome(later, key('st_1'), { body: { [name]: 'st_2' } })).toBe('store_unknown')
})

it('I12: a path of a store is of one of the key’s', async () => {
  const spec = { ...later, path: '/v1/stores/{id}/later' }
  expect(await outcome(spec, key('st_1'), { params: { id: 'st_1' } })).toEqual({})
  expect(await outcome(spec, key('st_1'), { params: { id: 'st_2' } })).toBe('store_unknown')
})
