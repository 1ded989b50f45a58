import type { StoreRefundState } from '../../../shared/api/store-refunds.ts'

/** The words around statements about money; those themselves are in core/money. */
export interface MoneyMessages {
  /** The heading of the statements about one order. */
  title: string
  /** The server is being asked. */
  asking: string
  /** The words before the plan of an order that nobody has called off. */
  ifCalledOff: string
  /** The name of the list of what has not gone back yet, and of that of what has. */
  lists: Record<'open' | 'done', string>
  /** The name of the list of orders beside them, and of the choice between the three. */
  orders: string
  choice: string
  none: Record<'open' | 'done', string>
  loading: string
  failed(code: string): string
  more: string
  /** A refund as one word beside its order. */
  tag: Record<StoreRefundState, string>
  calledOff: string
  paid: string
  done: string
  /** The button that notes money as returned by hand, and the question that follows. */
  mark: string
  confirm(amount: string): string
  yes: string
  no: string
  marking: string
  /** The store's devices may not note it: who can. */
  onlyOperator: string
  /** The amount is not known: who finds out. */
  amountUnknown: string
  refused: string
  refusedCodes: Partial<Record<string, string>>
}
