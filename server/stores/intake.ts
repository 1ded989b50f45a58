import { type Intake, NEVER_SET, type StoreIntake } from '../../shared/intake.ts'
import { appError } from '../lib/app-error.ts'
import { type StoreRow, toStore } from './stores.ts'

/** The column: the intake as devices are told it, and when it was set, milliseconds. */
export type StoredIntake = Intake & { at: number }

/** Reads a store's intake as its devices were told it last. */
export function intakeOf({ intake }: Pick<StoreRow, 'intake'>): Intake {
  if (intake === null) return NEVER_SET
  const { at: _, ...told } = JSON.parse(intake) as StoredIntake
  return told
}

/**
 * Reads a store's intake at `now`, milliseconds. One whose time is over counts as open, though nobody may have been told
 * so yet: the job that tells it comes each second, and a server may have been off.
 */
export function toStoreIntake(row: StoreRow, now: number): StoreIntake {
  const stored = row.intake === null ? undefined : (JSON.parse(row.intake) as StoredIntake)
  const { preparationMinutes } = toStore(row).settings
  if (stored === undefined || isOver(stored, now)) {
    return {
      storeId: row.id,
      state: 'open',
      takesOrders: true,
      extraMinutes: null,
      until: null,
      by: stored === undefined ? null : { kind: 'system' },
      changedAt: stored?.until ?? null,
      readyInMinutes: preparationMinutes,
    }
  }
  const { state, extraMinutes = null, until = null, by = null, at } = stored
  return {
    ...{
      storeId: row.id,
      state,
      takesOrders: state === 'open' || state === 'busy',
      extraMinutes,
      until,
      by,
      changedAt: at,
    },
    readyInMinutes: promisedMinutes(preparationMinutes, extraMinutes),
  }
}

/** Adds a busy store's delay to what the store promises. Without a promise there is nothing to be late for. */
function promisedMinutes(preparationMinutes: number | null, extraMinutes: number | null): number | null {
  return preparationMinutes === null ? null : preparationMinutes + (extraMinutes ?? 0)
}

/**
 * Refuses a new order of a store that takes none at `now`, milliseconds. Throws `store_paused`, with its end, and
 * `store_archived`.
 */
export function requireTakesOrders(row: StoreRow, now: number): void {
  const { state, takesOrders, until } = toStoreIntake(row, now)
  if (state === 'archived') throw appError('store_archived')
  if (!takesOrders) throw appError('store_paused', until === null ? {} : { until })
}

function isOver({ until }: StoredIntake, now: number): boolean {
  return until !== undefined && until <= now
}
