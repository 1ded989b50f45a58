import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import { findChannel } from './all-channels.ts'
import { CONTACT_ALLOWANCES, freeAt, readRecent, withCall } from './budget.ts'
import type { Allowance } from './channels/port.ts'
import type { EffectRow } from './effect-row.ts'
import { failEffect } from './fail-effect.ts'
import type { Links } from './links.ts'
import type { ChannelRow, ContactRow } from './targets.ts'
import { cancelEffect, coversWaiting } from './tell-answered.ts'

/** Milliseconds after which a call has surely ended, with or without an answer. */
const LEASE_MS = 30_000
/** Calls for one effect, before somebody else is told. */
const MOST_CALLS = 5

/** An effect whose call is counted, with its target. */
export interface ClaimedEffect {
  effect: EffectRow
  contact: ContactRow
  channel: ChannelRow
}

/**
 * Claims an effect for its next call, and spends the budgets of its channel and its contact. `undefined` when there is no
 * call: nothing that it covers is open any more (a closed reminder begins no call), its target is gone, it was tried too
 * often, the budgets are spent for now, or another server has it.
 */
export async function claimEffect(
  tx: Tx,
  ctx: Context,
  found: EffectRow,
  { now, links }: { now: number; links: Links | undefined },
): Promise<ClaimedEffect | undefined> {
  const tells = found.cause !== 'test' && found.cause !== 'answered'
  if (tells && !(await coversWaiting(tx, found, ctx.clockWatch.now()))) return void (await cancelEffect(tx, found))
  if (found.attempts >= MOST_CALLS) return void (await failEffect(tx, ctx, found, found.code ?? 'no_answer'))
  const effect = await tx.get<EffectRow>(
    `UPDATE effects SET state = 'sending', attempts = attempts + 1, next_at = ?, token_hash = ?
      WHERE id = ? AND next_at = ? RETURNING *`,
    [now + LEASE_MS, found.cause === 'answered' ? null : (links?.hashOf(found.id) ?? null), found.id, found.next_at],
  )
  if (effect === undefined) return undefined
  const contact = await lock<ContactRow>(tx, 'contacts', effect.contact_id)
  const channel = await lock<ChannelRow>(tx, 'channel_accounts', effect.channel_id)
  const allowances = findChannel(channel?.kind ?? '')?.allowances
  if (contact === undefined || channel === undefined || allowances === undefined)
    return void (await failEffect(tx, ctx, effect, 'target_gone'))
  // A person is bothered once, however often the call has to be made; and by the end of a wait, whatever was before.
  const bothers = tells && found.attempts === 0 ? CONTACT_ALLOWANCES : []
  const free = Math.max(freeIn(contact, bothers, now), freeIn(channel, allowances, now))
  if (free > now) {
    await tx.run(`UPDATE effects SET state = 'queued', attempts = ?, next_at = ?, code = 'budget_spent' WHERE id = ?`, [
      ...[found.attempts, free],
      found.id,
    ])
    return undefined
  }
  if (bothers.length > 0) await spend(tx, 'contacts', contact, bothers, now)
  await spend(tx, 'channel_accounts', channel, allowances, now)
  return { effect, contact, channel }
}

type Table = 'contacts' | 'channel_accounts'

/** Locks a target that was not removed, and reads it. */
async function lock<Row>(tx: Tx, table: Table, id: string): Promise<Row | undefined> {
  return await tx.get<Row>(`UPDATE ${table} SET recent = recent WHERE id = ? AND removed_at IS NULL RETURNING *`, [id])
}

function freeIn({ recent }: { recent: string }, allowances: readonly Allowance[], now: number): number {
  return freeAt(readRecent(recent), allowances, now)
}

async function spend(
  tx: Tx,
  table: Table,
  { id, recent }: { id: string; recent: string },
  allowances: readonly Allowance[],
  now: number,
): Promise<void> {
  const calls = withCall(readRecent(recent), allowances, now)
  await tx.run(`UPDATE ${table} SET recent = ? WHERE id = ?`, [JSON.stringify(calls), id])
}
