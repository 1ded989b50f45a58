/** The order that the payment of this number pays: whoever knows the number knows the order. */
export function benchOrder(index: number): { number: string; amountMinor: number } {
  return { number: `B${String(index).padStart(9, '0')}`, amountMinor: 1_000 + (index % 9_000) }
}

/** The number of the order that a reminder is about, from its `content` (订单号：B000000042). -1: none of ours. */
export function orderIndex(content: string): number {
  return Number(/B(\d{9})$/.exec(content)?.[1] ?? -1)
}
