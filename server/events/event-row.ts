import type { Event } from '../../shared/api/events.ts'

/** An event as the database has it. `at` is in milliseconds, `data` is JSON. */
export interface EventRow {
  store_id: string
  seq: number
  id: string
  type: string
  order_id: number | null
  order_number: string | null
  data: string
  at: number
  /** Position among the events of all stores. */
  place: number | null
}

/** An event with the place that it was given. */
export type PlacedEvent = Pick<EventRow, 'store_id' | 'seq' | 'type'> & { place: number }

/** Converts an event's row to the event of the REST interface. */
export function toEvent(row: EventRow): Event {
  return {
    id: row.id,
    seq: row.seq,
    storeId: row.store_id,
    type: row.type,
    at: row.at,
    orderId: row.order_id,
    orderNumber: row.order_number,
    data: JSON.parse(row.data) as Record<string, unknown>,
  }
}
