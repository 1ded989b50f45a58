import { EVENT_DATA } from '../../shared/api/events.ts'
import type { EventRow } from '../events/event-row.ts'
import type { ShopNews } from './kit/port.ts'

/** The events that platforms are told of, with the word for each. */
const TOLD = {
  'order.accepted': 'accepted',
  'order.rejected': 'rejected',
  'order.ready': 'ready',
  'order.dispatched': 'dispatched',
  'order.completed': 'completed',
  'order.cancelled': 'cancelled',
} as const satisfies Record<string, ShopNews['what']>

/** The types of those events, for SQL. */
export const TOLD_TYPES = Object.keys(TOLD)
  .map((type) => `'${type}'`)
  .join(', ')

/** Reads the news in an event; `undefined` for one of another type. */
export function readEvent({ type, data }: Pick<EventRow, 'type' | 'data'>): Omit<ShopNews, 'words'> | undefined {
  if (!Object.hasOwn(TOLD, type)) return undefined
  const what = TOLD[type as keyof typeof TOLD]
  const facts: unknown = JSON.parse(data)
  const { promisedAt } = EVENT_DATA['order.accepted'].safeParse(facts).data ?? {}
  const { reason } = EVENT_DATA['order.cancelled'].safeParse(facts).data ?? {}
  return { what, promisedAt: promisedAt ?? undefined, reason: reason ?? undefined }
}
