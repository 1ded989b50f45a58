import { eventPageSchema, eventQuerySchema } from '../../../shared/api/events.ts'
import type { Context } from '../../context/context.ts'
import type { EventWaiters } from '../../events/event-waiters.ts'
import { readEvents } from '../../events/read-events.ts'
import { requireStillValid } from '../../keys/api-keys.ts'
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
      async handle({ query, caller }) {
        const page = await waiters.until(query.wait * 1_000, () => readEvents(ctx, query))
        // A key is revoked at once: what was told while the answer waited is not for it any more.
        if (query.wait > 0 && 'id' in caller) await requireStillValid(ctx.db.read, ctx.clock.now(), caller.id)
        return page
      },
    }),
  ]
}
