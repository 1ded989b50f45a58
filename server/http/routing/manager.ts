import type { Sql } from '../../db/database.ts'
import { appError } from '../../lib/app-error.ts'
import { getStore, toStore } from '../../stores/stores.ts'
import { type Caller, requireStore } from './caller.ts'

/**
 * Tells whether a caller may change a store’s own things: the operator may, and a device of the store where its setting
 * `devicesManage` says so. Throws `store_unknown` for a store that is not there, or not the device’s (I12).
 */
export async function mayManage(sql: Sql, caller: Caller, storeId: string): Promise<boolean> {
  requireStore(caller, storeId)
  const { settings } = toStore(await getStore(sql, storeId))
  return caller.kind === 'operator' || (caller.kind === 'device' && settings.devicesManage)
}

/** Admits whoever may change a store’s own things, as {@link mayManage}. Throws `store_unknown`, `managed_by_operator`. */
export async function requireManager(sql: Sql, caller: Caller, storeId: string): Promise<void> {
  if (!(await mayManage(sql, caller, storeId))) throw appError('managed_by_operator')
}
