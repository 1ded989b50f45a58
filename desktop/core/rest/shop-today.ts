import { type ShopToday, shopTodaySchema } from '../../../shared/api/shop-today.ts'
import type { RestClient } from './rest-client.ts'

/** Reads how the day of the device's store is; `undefined` from a server that does not answer it. Never rejects. */
export async function readShopToday(rest: RestClient, storeId: string): Promise<ShopToday | undefined> {
  const result = await rest.get(`/v1/stores/${encodeURIComponent(storeId)}/today`, shopTodaySchema)
  return result.ok ? result.value : undefined
}
