import type { ReviewReason } from '../../shared/api/payments.ts'

/** The reasons in words, for the people of an ordering system. They name no amount and no person. */
export const REVIEW_TEXT: Record<ReviewReason, string> = {
  order_unknown: 'There was no order with this number when the money came.',
  order_ambiguous: 'Several stores have an order with this number, and the payment did not say which is meant.',
  order_not_online: 'The order waits for no payment: it is paid in cash, or costs nothing.',
  order_cancelled: 'The order was cancelled before the money came.',
  order_already_paid: 'The order had been paid by another transaction.',
  amount_mismatch: 'The amount is not the one that the order waits for.',
  currency_mismatch: 'The currency is not the one that the order waits for.',
  already_refunded: 'All of the money had gone back at the provider before this server heard of the payment.',
}
