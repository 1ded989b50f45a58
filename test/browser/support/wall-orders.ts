import type { CreateOrder } from '../../../shared/api/orders.ts'
import type { Shop } from './shop.ts'

const KINDS = ['delivery', 'pickup', 'dine_in'] as const
const MENU = [
  '宫保鸡丁',
  '麻婆豆腐',
  '水煮鱼',
  '红烧牛肉面',
  '酸辣汤',
  '蛋炒饭',
  '小笼包',
  '清炒时蔬',
  '米饭',
  '酸梅汤',
]
const NOTES = [undefined, undefined, '少油', '不要香菜', undefined, '一份不放花生', '打包一份', undefined]
const REMARKS = [undefined, undefined, undefined, '对花生过敏，千万不要放花生', undefined, '到了打电话', undefined]
const MINUTE_MS = 60_000
/** Orders that are placed at the same time: a server takes more, and a test has no hurry. */
const AT_ONCE = 8

/** Makes the order of a place in the rush: another fulfilment, dishes, notes and remark than its neighbours. */
function wallOrder(index: number): Partial<CreateOrder> {
  const dishes = 1 + ((index * 3) % 5)
  const items = Array.from({ length: dishes }, (_, dish) => {
    const note = NOTES[(index + dish * 3) % NOTES.length]
    const name = MENU[(index * 2 + dish * 3) % MENU.length] ?? ''
    return { name, quantity: 1 + ((index + dish) % 3), ...(note !== undefined && { note }) }
  })
  const remark = REMARKS[index % REMARKS.length]
  return { items, fulfilment: KINDS[index % KINDS.length] ?? 'delivery', ...(remark !== undefined && { remark }) }
}

/** Fills a shop with accepted orders `W-0001`…, the first the oldest, two minutes apart at most. */
export async function seedWall(shop: Shop, count: number, more: Partial<CreateOrder> = {}): Promise<void> {
  const { api, running, storeId } = shop.server
  const { token } = await api.pair(storeId, '厨房')
  const places = Array.from({ length: count }, (_, index) => index)
  while (places.length > 0) {
    await Promise.all(
      places.splice(0, AT_ONCE).map(async (index) => {
        const number = `W-${String(index + 1).padStart(4, '0')}`
        const order = await api.placePaid({ ...wallOrder(index), ...more, number })
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
