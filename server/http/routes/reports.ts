import { attentionReportSchema, reportQuerySchema } from '../../../shared/api/attention-report.ts'
import { shopTodaySchema } from '../../../shared/api/shop-today.ts'
import { timelineQuerySchema, timelineSchema } from '../../../shared/api/timeline.ts'
import { readAttentionReport } from '../../commands/read-attention-report.ts'
import { readTimeline } from '../../commands/read-timeline.ts'
import type { Context } from '../../context/context.ts'
import { readShopToday } from '../../orders/shop-today.ts'
import { requireStore } from '../routing/caller.ts'
import { byStoreId } from '../routing/params.ts'
import { type Route, route } from '../routing/route.ts'

const tag = 'Attention'

/** Lists the routes of what happened: a day or a shift in figures, a few minutes one by one, and what a quiet shop is told. */
export function reportRoutes(ctx: Context): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/stores/{id}/reports/attention',
      tag,
      summary: 'How the orders of a day or a shift were heard and answered, and for how long no device was connected.',
      callers: ['operator', 'device'],
      params: byStoreId,
      query: reportQuerySchema,
      reply: { status: 200, schema: attentionReportSchema },
      problems: ['store_unknown'],
      handle: ({ params, query, caller }) => {
        requireStore(caller, params.id)
        return readAttentionReport(ctx, params.id, query)
      },
    }),
    route({
      method: 'get',
      path: '/v1/stores/{id}/timeline',
      tag,
      summary:
        'What happened in a store between two times: devices that came and went, what was told where, what failed.',
      callers: ['operator', 'device'],
      params: byStoreId,
      query: timelineQuerySchema,
      reply: { status: 200, schema: timelineSchema },
      problems: ['store_unknown'],
      handle: ({ params, query, caller }) => {
        requireStore(caller, params.id)
        return readTimeline(ctx, params.id, query)
      },
    }),
    route({
      method: 'get',
      path: '/v1/stores/{id}/today',
      tag,
      summary:
        'Whether the store is open and until when, its orders of today, and since when none of its devices has rung.',
      callers: ['operator', 'device'],
      params: byStoreId,
      reply: { status: 200, schema: shopTodaySchema },
      problems: ['store_unknown'],
      handle: ({ params, caller }) => {
        requireStore(caller, params.id)
        return readShopToday(ctx, params.id)
      },
    }),
  ]
}
