import * as z from 'zod'
import { createStoreSchema, storeListSchema, storeSchema } from '../../../shared/api/stores.ts'
import type { Context } from '../../context/context.ts'
import { createStore, listStores } from '../../stores/stores.ts'
import { type Route, route } from '../routing/route.ts'

const tag = 'Stores'

/** Lists the routes of stores. */
export function storeRoutes(ctx: Context): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/stores',
      tag,
      summary: 'Open a store.',
      callers: ['operator'],
      body: createStoreSchema,
      reply: { status: 201, schema: storeSchema },
      problems: [],
      idempotent: true,
      handle: ({ body, write }) => write((tx) => createStore(tx, ctx, body)),
    }),
    route({
      method: 'get',
      path: '/v1/stores',
      tag,
      summary: 'Every store.',
      callers: ['operator', 'ordering'],
      query: z.object({}),
      reply: { status: 200, schema: storeListSchema },
      problems: [],
      handle: async () => ({ stores: await listStores(ctx) }),
    }),
  ]
}
