import * as z from 'zod'
import { answerQuerySchema } from '../../../shared/api/devices.ts'
import { reminderPageSchema, reminderQuerySchema, reminderSchema } from '../../../shared/api/reminders.ts'
import type { Context } from '../../context/context.ts'
import { appError } from '../../lib/app-error.ts'
import { acknowledgeReminder } from '../../reminders/close-reminders.ts'
import { findReminders } from '../../reminders/find-reminders.ts'
import { toReminder } from '../../reminders/reminder-row.ts'
import { confinedTo, requireStore } from '../routing/caller.ts'
import { type Route, route } from '../routing/route.ts'

const tag = 'Reminders'

/** Lists the routes of reminders. */
export function reminderRoutes(ctx: Context): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/reminders',
      tag,
      summary:
        'Reminders, newest first; those of a store by the time of their orders. A device sees those of its own store.',
      callers: ['operator', 'device'],
      query: reminderQuerySchema,
      reply: { status: 200, schema: reminderPageSchema },
      problems: ['cursor_invalid', 'store_unknown'],
      handle: async ({ query, caller }) => {
        if (query.storeId !== undefined) requireStore(caller, query.storeId)
        const storeId = confinedTo(caller) ?? query.storeId
        return await findReminders(ctx, { ...query, ...(storeId !== undefined && { storeId }) })
      },
    }),
    route({
      method: 'post',
      path: '/v1/reminders/{id}/acknowledge',
      tag,
      summary: '知道了: a human has taken note of an urge, a cancellation or a missed order.',
      callers: ['device'],
      params: z.object({ id: z.string().min(1).max(64) }),
      query: answerQuerySchema,
      reply: { status: 200, schema: reminderSchema },
      problems: ['reminder_unknown', 'reminder_needs_answer', 'reminder_closed'],
      idempotent: true,
      handle: ({ params, query, caller, write }) =>
        write(async (tx) => {
          if (caller.kind !== 'device') throw appError('forbidden')
          const by = { kind: 'device' as const, name: caller.name, ...query }
          return toReminder(await acknowledgeReminder(tx, ctx, { id: params.id, storeId: caller.storeId, by }))
        }),
    }),
  ]
}
