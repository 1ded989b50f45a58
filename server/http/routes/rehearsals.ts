import { latestRehearsalSchema, rehearsalSchema, startRehearsalSchema } from '../../../shared/api/rehearsals.ts'
import { latestRehearsal } from '../../commands/rehearsal-row.ts'
import { startRehearsal } from '../../commands/start-rehearsal.ts'
import type { Context } from '../../context/context.ts'
import { requireStore } from '../routing/caller.ts'
import { requireManager } from '../routing/manager.ts'
import { byStoreId } from '../routing/params.ts'
import { type Route, route } from '../routing/route.ts'

const tag = 'Attention'

/** Lists the routes by which a store rehearses what happens when nobody answers. */
export function rehearsalRoutes(ctx: Context): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/stores/{id}/rehearsals',
      tag,
      summary:
        'Begin a rehearsal: an order of no money is spoken, the devices are cut off for a minute and come back, and the ' +
        'given contact is told.',
      callers: ['operator', 'device'],
      audit: 'rehearsal.begin',
      params: byStoreId,
      body: startRehearsalSchema,
      reply: { status: 201, schema: rehearsalSchema },
      problems: ['store_unknown', 'contact_unknown', 'channel_unknown', 'rehearsal_under_way', 'managed_by_operator'],
      idempotent: true,
      handle: ({ params, body, caller, write }) =>
        write(async (tx) => {
          await requireManager(tx, caller, params.id)
          return await startRehearsal(tx, ctx, params.id, body)
        }),
    }),
    route({
      method: 'get',
      path: '/v1/stores/{id}/rehearsals/latest',
      tag,
      summary: 'The latest rehearsal of a store, with the time of each of its steps; null where there was none.',
      callers: ['operator', 'device'],
      params: byStoreId,
      reply: { status: 200, schema: latestRehearsalSchema },
      problems: ['store_unknown'],
      handle: async ({ params, caller }) => {
        requireStore(caller, params.id)
        return { rehearsal: await latestRehearsal(ctx.db.read, params.id) }
      },
    }),
  ]
}
