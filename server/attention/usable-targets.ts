import type { EscalationStep } from '../../shared/api/escalation.ts'
import type { Context } from '../context/context.ts'
import type { Sql } from '../db/database.ts'
import { findChannel } from './all-channels.ts'
import { CONTACT_ALLOWANCES, freeAt, readRecent } from './budget.ts'
import { channelsOf, contactsOf } from './targets.ts'

/** A contact and the channel that reaches it, by their ids. */
export interface Target {
  contactId: string
  channelId: string
}

/** How a target is now: `undefined` when a message may go there, else the word for why not. */
export type Fitness = (target: Target) => 'target_gone' | 'budget_spent' | undefined

/** Reads the contacts and channels of a store, and makes the function that tells how each pair of them is now. */
export async function readTargets(sql: Sql, ctx: Context, storeId: string): Promise<Fitness> {
  const contacts = new Map((await contactsOf(sql, storeId)).map((row) => [row.id, row]))
  const channels = new Map((await channelsOf(sql, storeId)).map((row) => [row.id, row]))
  const now = ctx.clock.now()
  return ({ contactId, channelId }) => {
    const contact = contacts.get(contactId)
    const channel = channels.get(channelId)
    const allowances = findChannel(channel?.kind ?? '')?.allowances
    if (contact === undefined || channel === undefined || allowances === undefined) return 'target_gone'
    const free =
      freeAt(readRecent(contact.recent), CONTACT_ALLOWANCES, now) <= now &&
      freeAt(readRecent(channel.recent), allowances, now) <= now
    return free ? undefined : 'budget_spent'
  }
}

/**
 * Lists every target of a policy once: those of the step at `index` first, then those of the steps after it, then of those
 * before.
 */
export function targetsFrom(policy: readonly EscalationStep[], index: number): Target[] {
  const steps = [...policy.slice(index), ...policy.slice(0, index)]
  const all = steps.flatMap(targetsOf)
  return all.filter((one, place) => all.findIndex((other) => sameTarget(one, other)) === place)
}

/** Lists the targets of one step. */
export function targetsOf({ contacts, channel }: EscalationStep): Target[] {
  return contacts.map((contactId) => ({ contactId, channelId: channel }))
}

/** Compares two targets. */
export function sameTarget(one: Target, other: Target): boolean {
  return one.contactId === other.contactId && one.channelId === other.channelId
}
