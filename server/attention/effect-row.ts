import type { Effect, EffectCause, EffectState } from '../../shared/api/attention.ts'

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
  answered_at: number | null
}

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
