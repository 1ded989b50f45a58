import type { RefundReason } from '../../../shared/api/payments.ts'

/**
 * The reasons as the customer reads them at WeChat Pay and Alipay (80 bytes at most there). Never the words of a
 * stranger.
 */
export const REASON_TEXT: Record<RefundReason, string> = {
  order_rejected: '商家未接单',
  order_cancelled: '订单已取消',
  order_already_paid: '重复支付',
  amount_mismatch: '支付金额不符',
  currency_mismatch: '支付币种不符',
  operator: '商家退款',
  shop: '商家退款',
  at_provider: '商家退款',
}
