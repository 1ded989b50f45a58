/** The kinds of events of today. A server may add others; take note of those you need, and leave the rest. */
export type EventType =
  | `order.${'accepted' | 'rejected' | 'ready' | 'dispatched' | 'completed' | 'cancelled' | 'expired'}`
  | 'payment.review'
  | `refund.${'due' | 'sent' | 'settled'}`
  | `reminder.${'spoken' | 'limit_passed'}`
  | 'attention.told'
  | `store.${'busy' | 'paused' | 'resumed' | 'archived'}`

/** Something that became of an order, of its money, or of a store. Times are milliseconds since 1970. */
export interface LaidanEvent {
  /** Unique; the same in a webhook that comes twice, and in the list. */
  id: string
  /** The place in its store: 1, 2, 3 … without a hole. */
  seq: number
  storeId: string
  type: EventType | (string & {})
  at: number
  orderId: number | null
  orderNumber: string | null
  /** More about it, by its type; see docs/events.md. */
  data: Record<string, unknown>
}
