import { changeIntakeSchema, storeIntakeSchema } from '../../../shared/intake.ts'
import { changeIntake } from '../../commands/change-intake.ts'
import type { Context } from '../../context/context.ts'
import { toStoreIntake } from '../../stores/intake.ts'
import { getStore } from '../../stores/stores.ts'
import { type Caller, requireStore } from '../routing/caller.ts'
import { byStoreId } from '../routing/params.ts'
import { type Route, route } from '../routing/route.ts'

const tag = 'Stores'
const path = '/v1/stores/{id}/intake'

/** Lists the routes of a store's intake: whether it takes orders. */
export function intakeRoutes(ctx: Context): Route[] {
  return [
    route({
      method: 'get',
      path,
      tag,
      summary: 'Whether a store takes orders: open, busy with a delay, or paused until a time.',
      callers: ['ordering', 'connector', 'operator', 'device'],
      params: byStoreId,
      reply: { status: 200, schema: storeIntakeSchema },
      problems: ['store_unknown'],
      async handle({ params, caller }) {
        requireStore(caller, params.id)
        return toStoreIntake(await getStore(ctx.db.read, params.id), ctx.clock.now())
      },
    }),
    route({
      method: 'patch',
      path,
      tag,
      summary:
        'Set a store busy, pause it, or open it again. It ends by itself; every device shows and speaks its beginning and ' +
        'its end.',
      callers: ['operator', 'device'],
      params: byStoreId,
      audit: 'intake.change',
      body: changeIntakeSchema,
      reply: { status: 200, schema: storeIntakeSchema },
      problems: ['store_unknown', 'store_archived'],
      idempotent: true,
      handle: ({ params, body, caller, write }) => {
        requireStore(caller, params.id)
        return write((tx) => changeIntake(tx, ctx, { storeId: params.id, change: body, by: setterOf(caller) }))
      },
    }),
  ]
}

/** Names the one who sets it, as devices are told it. */
function setterOf(caller: Caller): { kind: 'device' | 'operator'; name?: string } {
  return caller.kind === 'device' ? { kind: 'device', name: caller.name } : { kind: 'operator' }
}
