import type { Effect, EffectCause, EffectState } from '../../shared/api/attention.ts'

/**
 * The longest time that a message waits for its turn, milliseconds: what falls due meanwhile joins it, and is younger than
 * its message.
 */
export const WAITS_AT_MOST_MS = 24 * 60 * 60_000

/** An effect as the database has it. Times are milliseconds; `covers` is JSON. */
export interface EffectRow {
  id: string
  store_id: string
  cause: EffectCause
  reminder_id: string | null
  /** The place of the step in the policy, and the number of its round, from 0. */
  step: number
  round: number
  contact_id: string
  channel_id: string
  covers: string
  state: EffectState
  attempts: number
  next_at: number | null
  code: string | null
  created_at: number
  sent_at: number | null
  token_hash: string | null
  /** Of the link in an earlier attempt, which another server has made. */
  earlier_hash: string | null
  /** The wait of a store without a device that it is about (store_watch). */
  wait_id: string | null
  /** The other side’s name of the call that rings; of an effect that ends it, of the call that rang. */
  reference: string | null
  /** The figures that it tells, as JSON (texts/day-figures.ts). */
  facts: string | null
  answered_at: number | null
}

/** Causes by which nobody is asked for anything: the end of a wait, the test of a way, and the figures of a day. */
const ASKS_NOTHING: readonly EffectCause[] = ['answered', 'back', 'test', 'report']

/** Tells whether a message of this cause wants somebody to see to something. */
export function asksForHelp(cause: EffectCause): boolean {
  return !ASKS_NOTHING.includes(cause)
}

/** {@link asksForHelp} as a condition in SQL. */
export const ASKS_FOR_HELP = `cause NOT IN (${ASKS_NOTHING.map((cause) => `'${cause}'`).join(', ')})`

/** Converts an effect's row to the effect of the REST interface. */
export function toEffect(row: EffectRow): Effect {
  return {
    id: row.id,
    storeId: row.store_id,
    cause: row.cause,
    contactId: row.contact_id,
    channelId: row.channel_id,
    covers: coversOf(row),
    state: row.state,
    attempts: row.attempts,
    code: row.code,
    createdAt: row.created_at,
    sentAt: row.sent_at,
    answeredAt: row.answered_at,
    nextAt: row.next_at,
  }
}

/** Reads the ids of the reminders that an effect is about. */
export function coversOf({ covers }: Pick<EffectRow, 'covers'>): string[] {
  return JSON.parse(covers) as string[]
}
