import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import type { OrderRow } from './order-row.ts'

/** A number that every provider takes for the name of a payment (WeChat Pay: 6 to 32 of these characters). */
const SUITS_PROVIDERS = /^\w{6,32}$/
/** A number of letters and digits, as all were before any printable text could be one. */
const PLAIN = /^[\w-]{1,64}$/
const REFERENCE = /^ld_(\d{1,15})_\d+$/

/** Reads the order's id in a reference that {@link referenceOf} has made; `undefined` for any other name. */
export function idInReference(name: string): number | undefined {
  const digits = REFERENCE.exec(name)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

/**
 * Gives an order the name under which its payments are started, and which stays its own: its number, where a provider takes
 * it and no other store has it, so that people find it in the provider's books; else one that is made for it. `toProvider`:
 * the server itself starts the payment there.
 */
export async function referenceOf(
  tx: Tx,
  ctx: Pick<Context, 'random'>,
  { id, number, reference }: Pick<OrderRow, 'id' | 'number' | 'reference'>,
  toProvider: boolean,
): Promise<string> {
  if (reference !== null) return reference
  const usable = (toProvider ? SUITS_PROVIDERS : PLAIN).test(number) && !(await hasTwin(tx, number, id))
  const given = usable ? number : `ld_${id}_${ctx.random.digits(8)}`
  await tx.run('UPDATE orders SET reference = ? WHERE id = ?', [given, id])
  return given
}

async function hasTwin(tx: Tx, number: string, id: number): Promise<boolean> {
  return (await tx.get('SELECT id FROM orders WHERE number = ? AND id <> ? LIMIT 1', [number, id])) !== undefined
}

/** The name by which a payment leads to its order: the reference that starting it gave, or a number, with its store or without. */
export interface OrderName {
  orderNumber: string
  storeId?: string | undefined
}

/**
 * Finds the order that a payment names. `ambiguous`: several stores have an order of that number, and none of them was
 * given it for a reference; which is meant must not be guessed (I4).
 */
export async function findNamed(
  tx: Tx,
  { orderNumber, storeId }: OrderName,
): Promise<OrderRow | 'ambiguous' | undefined> {
  const id = idInReference(orderNumber)
  if (id !== undefined)
    return await tx.get<OrderRow>('SELECT * FROM orders WHERE id = ? AND reference = ?', [id, orderNumber])
  if (storeId !== undefined)
    return await tx.get<OrderRow>('SELECT * FROM orders WHERE number = ? AND store_id = ?', [orderNumber, storeId])
  const [first, second] = await tx.all<OrderRow>('SELECT * FROM orders WHERE number = ? LIMIT 2', [orderNumber])
  if (second === undefined) return first
  const given = 'SELECT * FROM orders WHERE number = ? AND reference = ?'
  return (await tx.get<OrderRow>(given, [orderNumber, orderNumber])) ?? 'ambiguous'
}
