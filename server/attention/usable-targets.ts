import type { EscalationCause, EscalationStep } from '../../shared/api/escalation.ts'
import type { Level } from '../../shared/reminder.ts'
import type { Context } from '../context/context.ts'
import type { Sql } from '../db/database.ts'
import { getStore } from '../stores/stores.ts'
import { findChannel } from './all-channels.ts'
import { CONTACT_ALLOWANCES, freeAt, readRecent } from './budget.ts'
import type { ChannelModule } from './channels/port.ts'
import { isQuiet } from './quiet-hours.ts'
import { type ChannelRow, type ContactRow, causesOf, channelsOf, contactsOf, quietOf } from './targets.ts'

/** A contact and the channel that reaches it, by their ids. */
export interface Target {
  contactId: string
  channelId: string
}

/** The matter that a contact would be told of. */
export interface Matter {
  cause: EscalationCause
  /** The level of the reminder; of a shop without a device, the loudest. */
  level: Level
}

/**
 * The word for why a target is not told. Of the first two no message would ever arrive; the others give way when nobody
 * else can be told.
 */
export type Unfit = 'target_gone' | 'no_address' | 'budget_spent' | 'quiet_hours' | 'not_theirs'

/** Reads how a target is now for a matter: `undefined` when a message may go there. */
export type Fitness = (target: Target, matter: Matter) => Unfit | undefined

/** Tells whether a message that goes to an unfit target after all would arrive. */
export function givesWay(code: Unfit | undefined): boolean {
  return code !== 'target_gone' && code !== 'no_address'
}

/** Reads the contacts and channels of a store, and makes the function that tells how each pair of them is now. */
export async function readTargets(sql: Sql, ctx: Context, storeId: string): Promise<Fitness> {
  const contacts = new Map((await contactsOf(sql, storeId)).map((row) => [row.id, row]))
  const channels = new Map((await channelsOf(sql, storeId)).map((row) => [row.id, row]))
  const { timezone } = await getStore(sql, storeId)
  const now = ctx.clock.now()
  return ({ contactId, channelId }, { cause, level }) => {
    const contact = contacts.get(contactId)
    const channel = channels.get(channelId)
    const module = findChannel(channel?.kind ?? '')
    if (contact === undefined || channel === undefined || module === undefined) return 'target_gone'
    if (!hasAddress(contact, module)) return 'no_address'
    if (level < contact.least_level || causesOf(contact)?.includes(cause) === false) return 'not_theirs'
    if (isQuiet(quietOf(contact), timezone, now)) return 'quiet_hours'
    return freeOf({ contact, channel, module }, CONTACT_ALLOWANCES, now) <= now ? undefined : 'budget_spent'
  }
}

/** Tells whether a contact has what a channel reaches people by. */
export function hasAddress({ mobile, email }: ContactRow, { needs }: ChannelModule): boolean {
  return needs === undefined || (needs === 'mobile' ? mobile : email) !== null
}

/** Dates the next message that every budget permits, milliseconds; `bothers`: the allowances of the person. */
export function freeOf(
  { contact, channel, module }: { contact: ContactRow; channel: ChannelRow; module: ChannelModule },
  bothers: typeof CONTACT_ALLOWANCES,
  now: number,
): number {
  return Math.max(
    freeAt(readRecent(contact.recent), bothers, now),
    freeAt(readRecent(contact.recent_calls), module.calleeAllowances ?? [], now),
    freeAt(readRecent(channel.recent), module.allowances, now),
  )
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
