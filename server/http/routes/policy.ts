import { changePolicySchema, storePolicySchema } from '../../../shared/api/escalation.ts'
import { escalateAnew } from '../../attention/plan-effects.ts'
import { requireTargets, targetsNamed } from '../../attention/targets.ts'
import type { Context } from '../../context/context.ts'
import type { Sql } from '../../db/database.ts'
import type { Gateway } from '../../sockets/gateway.ts'
import { changeStore, getStore, toStore } from '../../stores/stores.ts'
import type { Caller } from '../routing/caller.ts'
import { mayManage, requireManager } from '../routing/manager.ts'
import { byStoreId } from '../routing/params.ts'
import { type Route, route } from '../routing/route.ts'

const tag = 'Attention'

/**
 * Lists the routes of a store’s policy by itself, which its devices may read. `answerable`: whether messages carry a link.
 */
export function policyRoutes(ctx: Context, gateway: Pick<Gateway, 'greetAgain'>, answerable: boolean): Route[] {
  async function read(sql: Sql, caller: Caller, storeId: string) {
    const mayChange = await mayManage(sql, caller, storeId)
    const { escalation, morning } = toStore(await getStore(sql, storeId)).settings
    return { escalation, morning, mayChange, answerable }
  }

  return [
    route({
      method: 'get',
      path: '/v1/stores/{id}/escalation',
      tag,
      summary: 'Whom outside of the shop the server tells when nobody answers, when, and by what.',
      callers: ['operator', 'device'],
      params: byStoreId,
      reply: { status: 200, schema: storePolicySchema },
      problems: ['store_unknown'],
      handle: ({ params, caller }) => read(ctx.db.read, caller, params.id),
    }),
    route({
      method: 'patch',
      path: '/v1/stores/{id}/escalation',
      tag,
      summary:
        'Replace the policy, or the message of each morning. A policy holds from the next second, for orders that wait ' +
        'already as well.',
      callers: ['operator', 'device'],
      audit: 'policy.change',
      params: byStoreId,
      body: changePolicySchema,
      reply: { status: 200, schema: storePolicySchema },
      problems: ['store_unknown', 'contact_unknown', 'channel_unknown', 'managed_by_operator'],
      handle: async ({ params, body, caller, write }) => {
        const isNews = await write(async (tx) => {
          await requireManager(tx, caller, params.id)
          const before = toStore(await getStore(tx, params.id)).settings.escalation
          await requireTargets(tx, params.id, targetsNamed(body))
          const after = await changeStore(tx, params.id, { settings: body })
          return (before.length === 0) !== (after.settings.escalation.length === 0)
        })
        if (body.escalation !== undefined) await ctx.db.write((tx) => escalateAnew(tx, params.id))
        // Devices say that nobody outside is told, or stop saying it.
        if (isNews) gateway.greetAgain(params.id)
        return await read(ctx.db.read, caller, params.id)
      },
    }),
  ]
}
