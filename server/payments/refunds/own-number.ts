import { createHash } from 'node:crypto'
import type { Provider } from '../../../shared/api/payments.ts'

/**
 * Makes the number of a payment's next refund from the transaction and the count of its refunds, not by chance: a
 * database restored from a backup, which has forgotten the refund and queues it again, makes the same number, and the
 * provider pays one number out once. Letters, digits and `_`, at most 64, which WeChat Pay and Alipay both take.
 */
export function ownNumber(payment: { provider: Provider; transactionId: string }, nth: number): string {
  const facts = JSON.stringify([payment.provider, payment.transactionId])
  return `rf_${createHash('sha256').update(facts).digest('hex').slice(0, 40)}_${nth}`
}

/** Tells whether a refund's number has the form of ours. */
export function isOwnNumber(refundNumber: string): boolean {
  return /^rf_[0-9a-f]{40}_\d{1,9}$/.test(refundNumber)
}
