import type { EffectCause } from '../../shared/api/attention.ts'
import type { Context } from '../context/context.ts'
import { bulkRows } from '../db/bulk-rows.ts'
import type { Tx } from '../db/database.ts'
import { sortedBy } from '../lib/sorted-by.ts'
import type { DayFigures } from './texts/day-figures.ts'

/** An effect to be made: a message that waits for its turn, or, with a `code`, one that there is no turn for. */
export interface NewEffect {
  storeId: string
  cause: EffectCause
  step: number
  round: number
  contactId: string
  channelId: string
  /** Ids of reminders, the one that waits longest first. */
  covers: readonly string[]
  /** The wait of a store without a device that it is about. */
  waitId?: string | null
  /** The other side’s name of the call that it ends. */
  reference?: string | null
  /** The figures that it tells. */
  facts?: DayFigures
  code?: string
}

const EFFECTS = bulkRows({
  id: 'TEXT',
  store_id: 'TEXT',
  cause: 'TEXT',
  reminder_id: 'TEXT',
  step: 'INTEGER',
  round: 'INTEGER',
  contact_id: 'TEXT',
  channel_id: 'TEXT',
  covers: 'TEXT',
  state: 'TEXT',
  next_at: 'BIGINT',
  code: 'TEXT',
  wait_id: 'TEXT',
  reference: 'TEXT',
  facts: 'TEXT',
  created_at: 'BIGINT',
})

/**
 * Inserts effects, but for those that are there: of one reminder or wait, cause, step and round each contact is told once by
 * each channel. Resolves to the ids of those that are new.
 */
export async function insertEffects(tx: Tx, ctx: Context, effects: readonly NewEffect[]): Promise<string[]> {
  if (effects.length === 0) return []
  const now = ctx.clock.now()
  const made = effects.map(
    ({ storeId, cause, step, round, contactId, channelId, covers, waitId, reference, facts, code }) => ({
      id: ctx.random.id('ef'),
      store_id: storeId,
      cause,
      reminder_id: covers[0] ?? null,
      step,
      round,
      contact_id: contactId,
      channel_id: channelId,
      covers: JSON.stringify(covers),
      state: code === undefined ? 'queued' : 'failed',
      next_at: code === undefined ? now : null,
      code: code ?? null,
      wait_id: waitId ?? null,
      reference: reference ?? null,
      facts: facts === undefined ? null : JSON.stringify(facts),
      created_at: now,
    }),
  )
  const rows = EFFECTS.of(sortedBy(made, ({ reminder_id, contact_id }) => `${reminder_id} ${contact_id}`))
  const inserted = await tx.all<{ id: string }>(
    `INSERT INTO effects (${EFFECTS.names}) SELECT ${EFFECTS.names} FROM ${rows.table} AS planned WHERE TRUE
     ON CONFLICT DO NOTHING RETURNING id`,
    rows.values,
  )
  return inserted.map(({ id }) => id)
}
