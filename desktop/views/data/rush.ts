import type { CreateOrder } from '../../../shared/api/orders.ts'
import type { Locale } from '../../../shared/locales.ts'

const KINDS = ['delivery', 'pickup', 'dine_in'] as const
const WORDS = {
  'zh-CN': {
    menu: [
      ...['宫保鸡丁', '麻婆豆腐', '水煮鱼', '红烧牛肉面', '酸辣汤'],
      ...['蛋炒饭', '小笼包', '清炒时蔬', '米饭', '酸梅汤'],
    ],
    notes: [undefined, undefined, '少油', '不要香菜', undefined, '一份不放花生', '打包一份', undefined],
    remarks: [undefined, undefined, undefined, '对花生过敏，千万不要放花生', undefined, '到了打电话', undefined],
  },
  en: {
    menu: [
      ...['Kung pao chicken', 'Mapo tofu', 'Fish in chilli broth', 'Beef noodles', 'Hot and sour soup'],
      ...['Egg fried rice', 'Soup dumplings', 'Stir-fried greens', 'Rice', 'Plum juice'],
    ],
    notes: [undefined, undefined, 'less oil', 'no coriander', undefined, 'one without peanuts', 'one to go', undefined],
    remarks: [
      ...[undefined, undefined, undefined, 'Allergic to peanuts, no peanuts at all', undefined],
      ...['Call when you are here', undefined],
    ],
  },
} as const

/** Makes the order of a place in a rush: another fulfilment, dishes, notes and remark than its neighbours. */
export function rushOrder(
  index: number,
  locale: Locale = 'zh-CN',
): Pick<CreateOrder, 'items' | 'fulfilment'> & Partial<Pick<CreateOrder, 'remark'>> {
  const { menu, notes, remarks } = WORDS[locale]
  const dishes = 1 + ((index * 3) % 5)
  const items = Array.from({ length: dishes }, (_, dish) => {
    const note = notes[(index + dish * 3) % notes.length]
    const name = menu[(index * 2 + dish * 3) % menu.length] ?? ''
    return { name, quantity: 1 + ((index + dish) % 3), ...(note !== undefined && { note }) }
  })
  const remark = remarks[index % remarks.length]
  return { items, fulfilment: KINDS[index % KINDS.length] ?? 'delivery', ...(remark !== undefined && { remark }) }
}
