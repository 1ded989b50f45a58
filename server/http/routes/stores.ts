import * as z from 'zod'
import { changeStoreSchema, createStoreSchema, storeListSchema, storeSchema } from '../../../shared/api/stores.ts'
import { escalateAnew } from '../../attention/plan-effects.ts'
import { requireTargets, targetsNamed } from '../../attention/targets.ts'
import { archiveStore } from '../../commands/change-intake.ts'
import type { Context } from '../../context/context.ts'
import type { Gateway } from '../../sockets/gateway.ts'
import { requireFieldsOfDevices, requireManagedByDevices } from '../../stores/manage-store.ts'
import { changeStore, createStore, getStore, listStores, toStore } from '../../stores/stores.ts'
import { requireStore, storesOf } from '../routing/caller.ts'
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
      audit: 'store.open',
      body: createStoreSchema,
      reply: { status: 201, schema: storeSchema },
      problems: ['contact_unknown', 'channel_unknown'],
      idempotent: true,
      handle: ({ body, write }) =>
        write(async (tx) => {
          const store = await createStore(tx, ctx, body)
          await requireTargets(tx, store.id, targetsNamed(body.settings))
          return store
        }),
    }),
    route({
      method: 'patch',
      path: '/v1/stores/{id}',
      tag,
      summary:
        'Change a store: its name, language, time zone, limits and hours, or archive it. Its devices learn a new name at once. A device ' +
        'changes name, hours and the limit for accepting of its own store, where `devicesManage` lets it.',
      callers: ['operator', 'device'],
      audit: 'store.change',
      params: byStoreId,
      body: changeStoreSchema,
      reply: { status: 200, schema: storeSchema },
      problems: ['store_unknown', 'managed_by_operator', 'contact_unknown', 'channel_unknown'],
      idempotent: true,
      handle: async ({ params, body, caller, write }) => {
        requireStore(caller, params.id)
        if (caller.kind === 'device') {
          await requireManagedByDevices(ctx.db.read, params.id)
          requireFieldsOfDevices(body)
        }
        const policy = body.settings?.escalation
        // Stays false when a repeated key gets the first answer: nothing has changed since for the devices.
        let isNews = false
        const store = await write(async (tx) => {
          const before = await getStore(tx, params.id)
          await requireTargets(tx, params.id, targetsNamed(body.settings ?? {}))
          if (body.archived !== undefined) await archiveStore(tx, ctx, params.id, body.archived)
          const after = await changeStore(tx, params.id, body)
          const tells = (all: readonly unknown[]) => all.length > 0
          isNews =
            (['name', 'locale', 'timezone'] as const).some((told) => before[told] !== after[told]) ||
            tells(toStore(before).settings.escalation) !== tells(after.settings.escalation)
          return after
        })
        // Also when the key was used before: the first try may have ended between the two.
        if (policy !== undefined) await ctx.db.write((tx) => escalateAnew(tx, store.id))
        if (isNews) gateway.greetAgain(store.id)
        return store
      },
    }),
    route({
      method: 'get',
      path: '/v1/stores/{id}',
      tag,
      summary: 'One store, with its settings; for its devices as well.',
      callers: ['operator', 'ordering', 'connector', 'device'],
      params: byStoreId,
      reply: { status: 200, schema: storeSchema },
      problems: ['store_unknown'],
      async handle({ params, caller }) {
        requireStore(caller, params.id)
        return toStore(await getStore(ctx.db.read, params.id))
      },
    }),
    route({
      method: 'get',
      path: '/v1/stores',
      tag,
      summary: 'Every store; for a key that is bound to stores, these.',
      callers: ['operator', 'ordering', 'connector'],
      ownStores: true,
      query: z.object({}),
      reply: { status: 200, schema: storeListSchema },
      problems: [],
      handle: async ({ caller }) => {
        const own = storesOf(caller)
        return { stores: (await listStores(ctx)).filter(({ id }) => own?.includes(id) ?? true) }
      },
    }),
  ]
}
