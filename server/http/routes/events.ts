import { eventPageSchema, eventQuerySchema } from '../../../shared/api/events.ts'
import type { Context } from '../../context/context.ts'
import type { EventWaiters } from '../../events/event-waiters.ts'
import { readEvents } from '../../events/read-events.ts'
import { type Route, route } from '../routing/route.ts'

/** Lists the route by which ordering systems read what became of orders. */
export function eventRoutes(ctx: Context, waiters: Pick<EventWaiters, 'until'>): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/events',
      tag: 'Events',
      summary:
        'What became of orders, in order per store; continue with `after`. With `wait` the answer comes as soon as there is ' +
        'something.',
      callers: ['ordering', 'connector', 'operator'],
      query: eventQuerySchema,
      reply: { status: 200, schema: eventPageSchema },
      problems: ['store_unknown', 'cursor_invalid', 'events_gone'],
      handle: ({ query }) => waiters.until(query.wait * 1_000, () => readEvents(ctx, query)),
    }),
  ]
}
