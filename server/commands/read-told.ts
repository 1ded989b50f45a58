import type { Attention } from '../../shared/api/order-attention.ts'
import { type EffectRow, WAITS_AT_MOST_MS } from '../attention/effect-row.ts'
import type { Sql } from '../db/database.ts'
import type { ReminderRow } from '../reminders/reminder-row.ts'

type Told = Attention['told'][number]

/** Time after the end of a wait in which the end itself is told, milliseconds. */
const END_TOLD_MS = 15 * 60_000
/** Most messages that are read at once. */
const MOST = 1_000

/** An effect with the names of its contact and its channel. */
export type ToldRow = EffectRow & { contact_name: string; channel_kind: string }

/**
 * Reads the messages that were planned for a store's people between two times, milliseconds, or left between them; in the order in
 * which they were planned.
 */
export async function toldBetween(sql: Sql, storeId: string, from: number, to: number): Promise<ToldRow[]> {
  return await sql.all<ToldRow>(
    `${NAMED} AND (effects.created_at >= ? OR effects.sent_at >= ?)
      ORDER BY effects.created_at, effects.id LIMIT ?`,
    [storeId, from - WAITS_AT_MOST_MS, to, from, from, MOST],
  )
}

const NAMED = `SELECT effects.*, contacts.name AS contact_name, channel_accounts.kind AS channel_kind
       FROM effects JOIN contacts ON contacts.id = effects.contact_id
       JOIN channel_accounts ON channel_accounts.id = effects.channel_id
      WHERE effects.store_id = ? AND effects.created_at >= ? AND effects.created_at <= ?`

/** Reads whom outside of the shop the server told of any of an order's reminders; `now`: milliseconds. */
export async function readTold(sql: Sql, reminders: readonly ReminderRow[], now: number): Promise<Told[]> {
  const [first] = reminders
  // Nobody was to be told: no message is looked for.
  if (first === undefined || reminders.every(({ escalated_at }) => escalated_at === null)) return []
  // What falls due joins a message that waits already, and is younger than it.
  const from = Math.min(...reminders.map(({ created_at }) => created_at)) - WAITS_AT_MOST_MS
  const to = Math.max(...reminders.map(({ answered_at }) => (answered_at ?? now) + END_TOLD_MS))
  const rows = await sql.all<ToldRow>(
    `${NAMED} AND (${reminders.map(() => 'effects.covers LIKE ?').join(' OR ')})
      ORDER BY effects.created_at, effects.id LIMIT ?`,
    [first.store_id, from, to, ...reminders.map(({ id }) => `%"${id}"%`), MOST],
  )
  return rows.map(toTold)
}

/** Converts a message to its entry in a story. A contact that was removed has no name any more. */
function toTold(row: ToldRow): Told {
  return {
    at: row.created_at,
    cause: row.cause,
    contact: row.contact_name === '' ? null : row.contact_name,
    channel: row.channel_kind,
    state: row.state,
    code: row.code,
    sentAt: row.sent_at,
    answeredAt: row.answered_at,
  }
}
