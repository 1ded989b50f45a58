import type { RefundWay, StoreRefundState } from '../../../shared/api/store-refunds.ts'

/** The sentences about an order's money, for the screen and for the terminal. `amount` is written in its currency. */
export interface MoneyWords {
  /** The fate of the money when the order is called off. */
  plan: Record<RefundWay, (amount: string) => string>
  /** The plan in a few words, for a slip that can still be taken back, and where nobody knows it. */
  slip: Record<RefundWay | 'unknown', (amount: string) => string>
  /** The state of money that goes back, or has gone. */
  refund: Record<StoreRefundState, (amount: string) => string>
  /** A part of a payment is back. */
  part(paid: string, refunded: string): string
  /** Money went back at the provider, and nobody knows how much. */
  unknownPart: string
  /** Adds what is special to a statement. */
  joined(text: string, more: readonly string[]): string
  /** The person or device that noted it as returned by hand. */
  notedBy(name: string): string
  /** The name of the operator, who has none of its own. */
  operator: string
  /** The server cannot be asked. */
  unreachable: string
  /** The server does not say, being older, or says what this client does not know. */
  notTold: string
}
