/** The words of the history of orders. */
export interface HistoryMessages {
  title: string
  number: string
  phone: string
  status: string
  all: string
  from: string
  to: string
  /** Two days in words, of which one may be missing, but not both. */
  between(from: string | undefined, to: string | undefined): string
  search: string
  more: string
  nothing: string
  loading: string
  found(count: number): string
  failed(code: string): string
  /** The sums of all that a search finds. */
  totals: { orders(count: number): string; taken: string; refunded: string; owed: string }
  /** The name of whoever answered an order. */
  answered: string
  /** The button that saves what a search finds as a table, what it says meanwhile, and the file's name without its end. */
  export: string
  exporting: string
  exportFailed: string
  fileName: string
  columns: Record<HistoryColumn, string>
}

/** The columns of the table, in their order. */
type HistoryColumn =
  | 'number'
  | 'status'
  | 'paid'
  | 'fulfilment'
  | 'currency'
  | 'amount'
  | 'refunded'
  | 'owed'
  | 'refund'
  | 'createdAt'
  | 'paidAt'
  | 'confirmedAt'
  | 'dispatchedAt'
  | 'completedAt'
  | 'cancelledAt'
  | 'answeredBy'
  | 'answeredAt'
  | 'customer'
  | 'phone'
  | 'address'
  | 'remark'
  | 'reason'
  | 'items'
