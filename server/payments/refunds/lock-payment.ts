import type { Tx } from '../../db/database.ts'

/**
 * Locks a payment, and before it the order that it is about, until the end of the transaction: what is read of their
 * money from now on is not changed by another server meanwhile. In words that change nothing, which SQLite and PostgreSQL
 * share; rows are locked in one order (docs/decisions/0026).
 */
export async function lockPayment(tx: Tx, paymentId: string): Promise<void> {
  await tx.run('UPDATE orders SET urges = urges WHERE id = (SELECT order_id FROM payments WHERE id = ?)', [paymentId])
  await tx.run('UPDATE payments SET returned_minor = returned_minor WHERE id = ?', [paymentId])
}
