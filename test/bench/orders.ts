/** The order that the payment of this number pays: whoever knows the number knows the order. */
export function benchOrder(index: number): { number: string; amountMinor: number } {
  return { number: `B${String(index).padStart(9, '0')}`, amountMinor: 1_000 + (index % 9_000) }
}

/** The inverse of {@link benchOrder}. */
export function orderIndex(number: string): number {
  return Number(number.slice(1))
}
