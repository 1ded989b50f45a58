/** A reminder as the protocol `reminder.v1` brings it (docs/protocol.md). A newer server may have values that are unknown here. */
export interface Reminder {
  id: string
  /** 1 new order 来单, 2 the customer urges 催单, 3 cancelled 取消, 4 missed 漏单; tell another one by its `content`. */
  type: number
  orderId: number
  content: string
  /** How often it has been announced, this time included: (`id`, `n`) is one announcement. */
  n: number
  /** 1 normal, 2 louder, 3 loudest. */
  level: number
  /** Milliseconds since 1970. */
  at: number
  /** The order, shortened; its texts are the customer's own and hostile. Warnings come first. */
  order: ReminderOrder
  /** The store's limit for accepting the order had passed. */
  overdue?: true | undefined
  /** A part of it could not be read: say so. */
  unsure?: true | undefined
}

/** The order of a reminder; fields that could not be read are missing. */
export interface ReminderOrder {
  number: string
  amountMinor?: number | undefined
  currency: string
  fulfilment: string
  warnings?: { text: string; item?: string | undefined }[] | undefined
  moreWarnings?: number | undefined
  items: { name: string; quantity: number; note?: string | undefined }[]
  moreItems: number
  remark?: string | undefined
  customer?: { name?: string | undefined; phone?: string | undefined; address?: string | undefined } | undefined
  createdAt?: number | undefined
  paidAt?: number | undefined
  acceptBy?: number | undefined
  urges: number
  cancelReason?: string | undefined
}

/** A reminder that is open, with the highest `n` at which it was announced here; 0: not yet. */
export interface OpenReminder extends Reminder {
  rung: number
}

/** How a reminder ended. `gone`: the server does not have it any more. */
export interface ReminderEnd {
  state: 'acknowledged' | 'cancelled' | 'expired' | 'closed' | 'gone'
  by?: { kind: string; name?: string | undefined } | undefined
  at?: number | undefined
}

/** The state that a bell keeps over its end, as JSON: written as a whole, or the bell loses its place. */
export interface BellState {
  cursor: string | null
  seq: number
  /** Oldest first. */
  open: OpenReminder[]
  /** An entry could not be read: the next start asks for everything. */
  tooOld?: true | undefined
}

/** How an announcement went, each `ok` or why not, as one word of `[a-z0-9_]`; `none`: there is no such part. */
export interface Outcome {
  speech: string
  notification: string
  dialog: string
}
