import type { Locale } from '../../shared/locales.ts'
import type { Fulfilment } from '../../shared/order.ts'
import type { ReminderKind } from '../../shared/reminder.ts'
import type { Context } from '../context/context.ts'
import type { Sql } from '../db/database.ts'
import { IS_OPEN } from '../reminders/reminder-row.ts'
import { getStore } from '../stores/stores.ts'
import { coversOf, type EffectRow } from './effect-row.ts'
import type { ContactRow } from './targets.ts'

/** Milliseconds for which a test message can be answered. */
export const TEST_MS = 24 * 60 * 60_000

/** A reminder that a message is about, while it waits. */
export interface LinkedReminder {
  id: string
  orderId: number
  kind: ReminderKind
  number: string
  fulfilment: Fulfilment
  since: number
  claimedUntil: number | null
  claimedBy: string | null
}

/** The target of a link. */
export interface LinkedEffect {
  effect: EffectRow
  contact: ContactRow
  store: { id: string; name: string; locale: Locale }
  /** Those that are still open, the oldest first. */
  waiting: LinkedReminder[]
}

/**
 * Finds what the word of a link leads to, by its hash. `undefined` for a word of nobody’s, and for one whose time is over: it dies with
 * the last of its reminders, and with its contact.
 */
export async function findLinked(sql: Sql, ctx: Context, hash: string): Promise<LinkedEffect | undefined> {
  const effect =
    (await sql.get<EffectRow>('SELECT * FROM effects WHERE token_hash = ?', [hash])) ??
    (await sql.get<EffectRow>('SELECT * FROM effects WHERE earlier_hash = ?', [hash]))
  if (effect === undefined) return undefined
  const contact = await sql.get<ContactRow>('SELECT * FROM contacts WHERE id = ? AND removed_at IS NULL', [
    effect.contact_id,
  ])
  if (contact === undefined) return undefined
  const waiting: LinkedReminder[] = []
  for (const id of coversOf(effect)) {
    const reminder = await sql.get<LinkedReminder>(
      `SELECT r.id, r.order_id AS "orderId", r.kind, r.since, r.claimed_until AS "claimedUntil",
              r.claimed_by AS "claimedBy", o.number, o.fulfilment
         FROM reminders r JOIN orders o ON o.id = r.order_id WHERE r.id = ? AND r.${IS_OPEN}`,
      [id],
    )
    if (reminder !== undefined) waiting.push(reminder)
  }
  const lives = effect.cause === 'test' ? ctx.clock.now() - effect.created_at < TEST_MS : waiting.length > 0
  return lives ? { effect, contact, store: await getStore(sql, effect.store_id), waiting } : undefined
}
