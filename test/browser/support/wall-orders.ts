import { rushOrder } from '../../../desktop/views/data/rush.ts'
import type { CreateOrder } from '../../../shared/api/orders.ts'
import type { Shop } from './shop.ts'

const MINUTE_MS = 60_000
/** Orders that are placed at the same time: a server takes more, and a test has no hurry. */
const AT_ONCE = 8

/** Fills a shop with accepted orders `W-0001`…, the first the oldest, two minutes apart at most. */
export async function seedWall(
  shop: { server: Pick<Shop['server'], 'api' | 'running' | 'storeId'> },
  count: number,
  more: Partial<CreateOrder> = {},
): Promise<void> {
  const { api, running, storeId } = shop.server
  const { token } = await api.pair(storeId, '厨房')
  const places = Array.from({ length: count }, (_, index) => index)
  while (places.length > 0) {
    await Promise.all(
      places.splice(0, AT_ONCE).map(async (index) => {
        const number = `W-${String(index + 1).padStart(4, '0')}`
        const order = await api.placePaid({ ...rushOrder(index), ...more, number })
        await api.move(token, order.id, 'confirm')
        const ago = Math.round(((count - index) * 22 * MINUTE_MS) / Math.max(11, count))
        await running.ctx.db.write((tx) =>
          tx.run('UPDATE orders SET created_at = created_at - ?, paid_at = paid_at - ? WHERE id = ?', [
            ago,
            ago,
            order.id,
          ]),
        )
      }),
    )
  }
}
