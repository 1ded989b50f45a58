import * as z from 'zod'
import { changeStoreSchema, createStoreSchema, storeListSchema, storeSchema } from '../../../shared/api/stores.ts'
import type { Context } from '../../context/context.ts'
import type { Gateway } from '../../sockets/gateway.ts'
import { changeStore, createStore, getStore, listStores } from '../../stores/stores.ts'
import { byStoreId } from '../routing/params.ts'
import { type Route, route } from '../routing/route.ts'

const tag = 'Stores'

/** Lists the routes of stores. */
export function storeRoutes(ctx: Context, gateway: Pick<Gateway, 'greetAgain'>): Route[] {
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
      method: 'patch',
      path: '/v1/stores/{id}',
      tag,
      summary: 'Change a store: its name, language, time zone and limits. Its devices learn a new name at once.',
      callers: ['operator'],
      params: byStoreId,
      body: changeStoreSchema,
      reply: { status: 200, schema: storeSchema },
      problems: ['store_unknown'],
      idempotent: true,
      handle: async ({ params, body, write }) => {
        // Stays false when a repeated key gets the first answer: nothing has changed since for the devices.
        let isNews = false
        const store = await write(async (tx) => {
          const before = await getStore(tx, params.id)
          const after = await changeStore(tx, params.id, body)
          isNews = (['name', 'locale', 'timezone'] as const).some((told) => before[told] !== after[told])
          return after
        })
        if (isNews) gateway.greetAgain(store.id)
        return store
      },
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
