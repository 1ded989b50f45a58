import { withClient } from '../../support/postgres-cluster.ts'
import { benchOrder } from './orders.ts'

/** An acknowledged payment whose frame never reached its device, and how far it has come. */
export interface Unarrived {
  order: number
  /** `not stored`, `not on the log`, `behind its device` (skipped) or `not sent` (the device is not that far). */
  where: 'not stored' | 'not on the log' | 'behind its device' | 'not sent'
  /** Position of its entry, of its device, and of the log's head; 0: none. */
  seq: number
  device: number
  head: number
}

interface Row {
  applied: boolean
  seq: number
  head: number
}

/** Asks the database at `url` about orders; `positionOf` is where the device of an order is in its store's log. */
export async function findUnarrived(
  url: string,
  orders: readonly number[],
  positionOf: (order: number) => number,
): Promise<Unarrived[]> {
  return await withClient(url, async (client) => {
    const found: Unarrived[] = []
    for (const order of orders) {
      const { rows } = await client.query<Row>(
        `SELECT EXISTS (SELECT 1 FROM payments WHERE order_id = orders.id AND state = 'applied') AS applied,
                CAST(COALESCE((SELECT MIN(entry.seq) FROM reminders JOIN reminder_log AS entry
                       ON entry.store_id = reminders.store_id AND entry.seq = reminders.seq
                     WHERE reminders.order_id = orders.id), 0) AS INTEGER) AS seq,
                CAST(stores.head_seq AS INTEGER) AS head
           FROM orders JOIN stores ON stores.id = orders.store_id WHERE orders.number = $1`,
        [benchOrder(order).number],
      )
      const { applied = false, seq = 0, head = 0 } = rows[0] ?? {}
      const device = positionOf(order)
      found.push({ order, where: whereOf(applied, seq, device), seq, device, head })
    }
    return found
  })
}

function whereOf(applied: boolean, seq: number, device: number): Unarrived['where'] {
  if (!applied) return 'not stored'
  if (seq === 0) return 'not on the log'
  return seq <= device ? 'behind its device' : 'not sent'
}
