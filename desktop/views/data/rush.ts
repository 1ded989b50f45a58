import type { CreateOrder } from '../../../shared/api/orders.ts'
import { DEFAULT_LOCALE, type Locale } from '../../../shared/locales.ts'
import { WORDS } from './words.ts'

const KINDS = ['delivery', 'pickup', 'dine_in'] as const
/** Makes the order of a place in a rush: another fulfilment, dishes, notes and remark than its neighbours. */
export function rushOrder(
  index: number,
  locale: Locale = DEFAULT_LOCALE,
): Pick<CreateOrder, 'items' | 'fulfilment'> & Partial<Pick<CreateOrder, 'remark'>> {
  const { menu, notes, remarks } = WORDS[locale].rush
  const dishes = 1 + ((index * 3) % 5)
  const items = Array.from({ length: dishes }, (_, dish) => {
    const note = notes[(index + dish * 3) % notes.length]
    const name = menu[(index * 2 + dish * 3) % menu.length] ?? ''
    return { name, quantity: 1 + ((index + dish) % 3), ...(note !== undefined && { note }) }
  })
  const remark = remarks[index % remarks.length]
  return { items, fulfilment: KINDS[index % KINDS.length] ?? 'delivery', ...(remark !== undefined && { remark }) }
}
