import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import { findChannel } from './all-channels.ts'
import { CONTACT_ALLOWANCES, readRecent, withCall } from './budget.ts'
import type { Allowance } from './channels/port.ts'
import { asksForHelp, type EffectRow } from './effect-row.ts'
import { failEffect } from './fail-effect.ts'
import type { Links } from './links.ts'
import { cancelEffect, stillWaits } from './still-waits.ts'
import type { ChannelRow, ContactRow } from './targets.ts'
import { freeOf, hasAddress } from './usable-targets.ts'

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
 * often, nobody has reported the end of its call, the budgets are spent for now, or another server has it.
 */
export async function claimEffect(
  tx: Tx,
  ctx: Context,
  found: EffectRow,
  { now, links }: { now: number; links: Links | undefined },
): Promise<ClaimedEffect | undefined> {
  const asks = asksForHelp(found.cause)
  if (asks && !(await stillWaits(tx, found, ctx.clockWatch.now()))) return void (await cancelEffect(tx, found))
  if (found.state === 'sending' && found.reference !== null) return void (await failEffect(tx, ctx, found, 'no_report'))
  if (found.attempts >= MOST_CALLS) return void (await failEffect(tx, ctx, found, found.code ?? 'no_answer'))
  const hash = hasLink(found) ? (links?.hashOf(found.id) ?? null) : null
  const effect = await tx.get<EffectRow>(
    `UPDATE effects SET state = 'sending', attempts = attempts + 1, next_at = ?, token_hash = ?,
            earlier_hash = CASE WHEN token_hash <> ? THEN token_hash ELSE earlier_hash END
      WHERE id = ? AND next_at = ? RETURNING *`,
    [now + LEASE_MS, hash, hash, found.id, found.next_at],
  )
  if (effect === undefined) return undefined
  const contact = await lock<ContactRow>(tx, 'contacts', effect.contact_id)
  const channel = await lock<ChannelRow>(tx, 'channel_accounts', effect.channel_id)
  const module = findChannel(channel?.kind ?? '')
  if (contact === undefined || channel === undefined || module === undefined)
    return void (await failEffect(tx, ctx, effect, 'target_gone'))
  if (!hasAddress(contact, module)) return void (await failEffect(tx, ctx, effect, 'no_address'))
  // A person is bothered once, however often the call has to be made; and by the end of a wait, whatever was before.
  const isBother = asks || found.cause === 'report'
  const bothers = isBother && found.attempts === 0 ? CONTACT_ALLOWANCES : []
  // To hang up is no call.
  const callee = effect.reference === null ? (module.calleeAllowances ?? []) : []
  const free = freeOf({ contact, channel, module: { ...module, calleeAllowances: callee } }, bothers, now)
  if (free > now) {
    await tx.run(`UPDATE effects SET state = 'queued', attempts = ?, next_at = ?, code = 'budget_spent' WHERE id = ?`, [
      ...[found.attempts, free],
      found.id,
    ])
    return undefined
  }
  if (bothers.length > 0) await spend(tx, 'contacts SET recent', contact.id, counted(contact.recent, bothers, now))
  if (callee.length > 0)
    await spend(tx, 'contacts SET recent_calls', contact.id, counted(contact.recent_calls, callee, now))
  await spend(tx, 'channel_accounts SET recent', channel.id, counted(channel.recent, module.allowances, now))
  return { effect, contact, channel }
}

/** Tells whether a message is answered by a link: there is something to answer. */
function hasLink({ cause, reminder_id }: EffectRow): boolean {
  return cause === 'test' || (asksForHelp(cause) && reminder_id !== null)
}

/** Locks a target that was not removed, and reads it. */
async function lock<Row>(tx: Tx, table: 'contacts' | 'channel_accounts', id: string): Promise<Row | undefined> {
  return await tx.get<Row>(`UPDATE ${table} SET recent = recent WHERE id = ? AND removed_at IS NULL RETURNING *`, [id])
}

function counted(recent: string, allowances: readonly Allowance[], now: number): string {
  return JSON.stringify(withCall(readRecent(recent), allowances, now))
}

type Budget = 'contacts SET recent' | 'contacts SET recent_calls' | 'channel_accounts SET recent'

async function spend(tx: Tx, budget: Budget, id: string, calls: string): Promise<void> {
  await tx.run(`UPDATE ${budget} = ? WHERE id = ?`, [calls, id])
}
