import type { Sql } from '../../db/database.ts'
import { requireManagedByDevices } from '../../stores/manage-store.ts'
import { getStore, toStore } from '../../stores/stores.ts'
import { type Caller, requireStore } from './caller.ts'

/**
 * Tells whether a caller may change whom a store’s server tells: the operator may, and a device of the store where its
 * setting `devicesManage` says so. Throws `store_unknown` for a store that is not there, or not the device’s (I12).
 */
export async function mayManage(sql: Sql, caller: Caller, storeId: string): Promise<boolean> {
  requireStore(caller, storeId)
  const { settings } = toStore(await getStore(sql, storeId))
  return caller.kind === 'operator' || (caller.kind === 'device' && settings.devicesManage)
}

/** Admits whoever may change that, as {@link mayManage} tells. Throws `store_unknown`, `managed_by_operator`. */
export async function requireManager(sql: Sql, caller: Caller, storeId: string): Promise<void> {
  requireStore(caller, storeId)
  if (caller.kind === 'device') await requireManagedByDevices(sql, storeId)
}
