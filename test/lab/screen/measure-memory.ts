import { setTimeout as pass } from 'node:timers/promises'
import type { BrowserContext, Page } from 'playwright-core'
import { rushOrder } from '../../../desktop/views/data/rush.ts'
import type { ScreenShop } from './screen-shop.ts'

/** How often memory is looked at, the beginning not counted. */
const LOOKS = 4
const HOUR_MS = 3_600_000

/** What a page holds after its garbage has been collected. */
export interface Memory {
  /** Orders that have passed so far. */
  passed: number
  heapMb: number
  nodes: number
  listeners: number
}

interface Traffic {
  context: BrowserContext
  page: Page
  shop: ScreenShop
  /** Orders that pass. */
  orders: number
  /** Whether they take an hour; else they follow each other as fast as the page shows them. */
  hour: boolean
}

/** Lets orders come, be accepted elsewhere, leave and end, and looks at what the page holds in between. */
export async function measureMemory({ context, page, shop, orders, hour }: Traffic): Promise<Memory[]> {
  const session = await context.newCDPSession(page)
  await session.send('Performance.enable')
  const { api } = shop
  const { token } = await api.pair(api.storeId, '前台')
  const alert = page.getByRole('alertdialog')

  async function look(passed: number): Promise<Memory> {
    // What is told or shown for a while is over.
    await pass(10_000)
    await session.send('HeapProfiler.collectGarbage')
    const { metrics } = await session.send('Performance.getMetrics')
    const metric = (wanted: string) => metrics.find(({ name }) => name === wanted)?.value ?? Number.NaN
    return {
      passed,
      heapMb: metric('JSHeapUsedSize') / 1e6,
      nodes: metric('Nodes'),
      listeners: metric('JSEventListeners'),
    }
  }

  const looks = [await look(0)]
  for (let index = 0; index < orders; index++) {
    const order = await api.placePaid({ ...rushOrder(index), fulfilment: 'delivery' })
    await alert.waitFor()
    for (const move of ['confirm', 'dispatch', 'complete']) await api.move(token, order.id, move)
    await alert.waitFor({ state: 'detached' })
    if (hour) await pass(HOUR_MS / orders)
    const passed = index + 1
    if (Math.floor((passed * LOOKS) / orders) > Math.floor((index * LOOKS) / orders)) looks.push(await look(passed))
  }
  await session.detach()
  return looks
}
