import type { ChangeStore } from '../../shared/api/stores.ts'
import type { Sql } from '../db/database.ts'
import { appError } from '../lib/app-error.ts'
import { getStore, toStore } from './stores.ts'

/** Fields that a device may change of its store; the rest is the operator's. */
const OF_DEVICES: readonly string[] = [
  'name',
  'settings.acceptWithinMinutes',
  'settings.hours',
  'settings.preparationMinutes',
]

/**
 * Admits a device to the things of its store: its name, its hours, its devices. Throws `store_unknown`, and
 * `managed_by_operator` where the store's settings leave them to the operator.
 */
export async function requireManagedByDevices(sql: Sql, storeId: string): Promise<void> {
  if (!toStore(await getStore(sql, storeId)).settings.devicesManage) throw appError('managed_by_operator')
}

/** Refuses a device's change of what is the operator's alone. Throws `managed_by_operator`, which names the field. */
export function requireFieldsOfDevices({ settings = {}, ...more }: ChangeStore): void {
  const names = [...Object.keys(more), ...Object.keys(settings).map((name) => `settings.${name}`)]
  const foreign = names.find((name) => !OF_DEVICES.includes(name))
  if (foreign !== undefined)
    throw appError('managed_by_operator', { detail: `${foreign} is the operator’s to change.` })
}
