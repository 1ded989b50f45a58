import type { Rehearsal, RehearsalPhase } from '../../shared/api/rehearsals.ts'
import type { Sql } from '../db/database.ts'
import { getStore } from '../stores/stores.ts'

/** A rehearsal as the database has it, with the number of its order. Times are milliseconds. */
export interface RehearsalRow {
  id: string
  store_id: string
  order_id: number
  number: string
  contact_id: string | null
  channel_id: string | null
  effect_id: string | null
  phase: RehearsalPhase
  begun_at: number
  spoken_at: number | null
  cut_at: number | null
  opened_at: number | null
  back_at: number | null
  told_at: number | null
  answered_at: number | null
  ended_at: number | null
}

/** The FROM and columns of a {@link RehearsalRow}. */
export const REHEARSALS =
  'SELECT rehearsals.*, orders.number FROM rehearsals JOIN orders ON orders.id = rehearsals.order_id'

/** Reads the latest rehearsal of a store; `null`: there was none. Throws `store_unknown`. */
export async function latestRehearsal(sql: Sql, storeId: string): Promise<Rehearsal | null> {
  await getStore(sql, storeId)
  const row = await sql.get<RehearsalRow>(
    `${REHEARSALS} WHERE rehearsals.store_id = ? ORDER BY rehearsals.begun_at DESC, rehearsals.id DESC LIMIT 1`,
    [storeId],
  )
  return row === undefined ? null : toRehearsal(row)
}

/** Converts a rehearsal's row to the rehearsal of the REST interface. */
export function toRehearsal(row: RehearsalRow): Rehearsal {
  return {
    id: row.id,
    storeId: row.store_id,
    orderNumber: row.number,
    phase: row.phase,
    tells: row.contact_id !== null,
    begunAt: row.begun_at,
    spokenAt: row.spoken_at,
    cutAt: row.cut_at,
    openedAt: row.opened_at,
    backAt: row.back_at,
    toldAt: row.told_at,
    answeredAt: row.answered_at,
    endedAt: row.ended_at,
  }
}
