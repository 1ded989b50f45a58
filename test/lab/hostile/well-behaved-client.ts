import { createBareDevice } from '../rig/bare-device.ts'
import { call, notify } from '../rig/caller.ts'
import { createMemoryJournal } from '../rig/memory-journal.ts'
import type { PairedShop, Target } from './target.ts'

/** A customer and a device that mean well, while others do not. */
export interface WellBehavedClient {
  /** Places an order and pays for it; resolves when its reminder is on the device, to both times in milliseconds. */
  pay(): Promise<{ answered: number; heard: number }>
  violations(): string[]
  leave(): void
}

/** Connects the last device of the shop, and waits until it has caught up. */
export async function startWellBehavedClient(target: Target, shop: PairedShop): Promise<WellBehavedClient> {
  const { url, keys, secret } = target
  const device = createBareDevice({ token: shop.devices.at(-1)?.token ?? '', journal: createMemoryJournal() })
  const ended = device.connect(url)
  await device.until(({ synced }) => synced !== undefined)
  const violations: string[] = []
  let over = false
  void ended.then((code) => {
    if (!over) violations.push(`the good device was closed with ${code}`)
  })
  let paid = 0
  return {
    async pay() {
      const number = `good-${paid++}`
      const facts = { storeId: shop.storeId, number, amountMinor: 100 }
      const items = [{ name: '面', quantity: 1 }]
      const placed = await call(url, '/v1/orders', { as: keys.ordering, body: { ...facts, items } })
      const { seq } = device.position()
      const sentAt = performance.now()
      const notice = { transactionId: number, orderNumber: number, amountMinor: 100 }
      const { status } = await notify(url, secret, Date.now(), notice)
      const answered = performance.now() - sentAt
      if (placed.status !== 201 || status !== 204) violations.push(`an order: ${placed.status}, its payment: ${status}`)
      await device.until((now) => now.seq > seq || !now.connected)
      return { answered, heard: performance.now() - sentAt }
    },
    violations: () => violations,
    leave() {
      over = true
      device.disconnect()
    },
  }
}
