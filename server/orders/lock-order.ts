import type { Tx } from '../db/database.ts'
import { findNamed, type OrderName } from './order-reference.ts'
import type { OrderRow } from './order-row.ts'

/** Changes nothing, in the words that SQLite and PostgreSQL share: an UPDATE holds the row until the COMMIT. */
const LOCK = 'UPDATE orders SET urges = urges'

/**
 * Locks an order until the end of the transaction, for a command that changes its reminders or its money first: rows are
 * locked in one order (docs/decisions/0026). Resolves to the order as it is now; `undefined`: there is none.
 */
export async function lockOrder(tx: Tx, orderId: number): Promise<OrderRow | undefined> {
  return await tx.get<OrderRow>(`${LOCK} WHERE id = ? RETURNING *`, [orderId])
}

/** Locks the order that a payment names, as {@link lockOrder} does; `undefined` also where several have that name. */
export async function lockNamed(tx: Tx, name: OrderName): Promise<OrderRow | undefined> {
  const found = await findNamed(tx, name)
  return found === undefined || found === 'ambiguous' ? undefined : await lockOrder(tx, found.id)
}
