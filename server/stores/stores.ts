import {
  type ChangeStore,
  type CreateStore,
  type Store,
  type StoreSettings,
  storeSettingsSchema,
} from '../../shared/api/stores.ts'
import type { Intake } from '../../shared/intake.ts'
import type { Locale } from '../../shared/locales.ts'
import type { Context } from '../context/context.ts'
import type { Sql, Tx } from '../db/database.ts'
import { appError } from '../lib/app-error.ts'

/** A store as the database has it. */
export interface StoreRow {
  id: string
  name: string
  locale: Locale
  timezone: string
  epoch: string
  head_seq: number
  min_seq: number
  settings: string
  /** The intake, JSON (intake.ts); `null`: nobody has ever set it. */
  intake: string | null
  /** The time at which that ends by itself, milliseconds; `null`: it does not. */
  intake_until: number | null
}

/** Converts a store's row to the store of the REST interface. */
export function toStore(row: Pick<StoreRow, 'id' | 'name' | 'locale' | 'timezone' | 'settings' | 'intake'>): Store {
  return {
    id: row.id,
    name: row.name,
    locale: row.locale,
    timezone: row.timezone,
    // A store from before a setting was has it at its default.
    settings: { ...storeSettingsSchema.parse({}), ...(JSON.parse(row.settings) as Partial<StoreSettings>) },
    archived: row.intake !== null && (JSON.parse(row.intake) as Intake).state === 'archived',
  }
}

/** Opens a store with an empty log of a new epoch. Throws an Error when the database returns no row. */
export async function createStore(tx: Tx, ctx: Pick<Context, 'random' | 'clock'>, input: CreateStore): Promise<Store> {
  const row = await tx.get<StoreRow>(
    'INSERT INTO stores (id, name, locale, timezone, epoch, settings, created_at) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING *',
    [
      ctx.random.id('st'),
      input.name,
      input.locale,
      input.timezone,
      ctx.random.id('ep'),
      JSON.stringify(input.settings),
      ctx.clock.now(),
    ],
  )
  if (row === undefined) throw new Error('INSERT INTO stores returned nothing')
  return toStore(row)
}

/**
 * Changes what is given of a store, and leaves the rest; reminders that stand on the log keep the limits with which they
 * were raised. Throws `store_unknown`.
 */
export async function changeStore(tx: Tx, storeId: string, change: ChangeStore): Promise<Store> {
  // Locked, in words that change nothing: a change that another server makes at the same moment is kept.
  const before = await tx.get<StoreRow>('UPDATE stores SET head_seq = head_seq WHERE id = ? RETURNING *', [storeId])
  if (before === undefined) throw appError('store_unknown')
  const settings = storeSettingsSchema.parse({ ...JSON.parse(before.settings), ...given(change.settings) })
  const after = { ...before, ...given(change), settings: JSON.stringify(settings) }
  await tx.run('UPDATE stores SET name = ?, locale = ?, timezone = ?, settings = ? WHERE id = ?', [
    after.name,
    after.locale,
    after.timezone,
    after.settings,
    storeId,
  ])
  return toStore(after)
}

type Given<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> }

/** Picks the properties that have a value. */
function given<T extends object>(part: T | undefined): Given<T> {
  return Object.fromEntries(Object.entries(part ?? {}).filter(([, value]) => value !== undefined)) as Given<T>
}

/** Reads a store's row. Throws `store_unknown`. */
export async function getStore(sql: Sql, storeId: string): Promise<StoreRow> {
  const row = await sql.get<StoreRow>('SELECT * FROM stores WHERE id = ?', [storeId])
  if (row === undefined) throw appError('store_unknown')
  return row
}

/** Lists every store, the oldest first. */
export async function listStores(ctx: Pick<Context, 'db'>): Promise<Store[]> {
  return (await ctx.db.read.all<StoreRow>('SELECT * FROM stores ORDER BY created_at, id')).map(toStore)
}
