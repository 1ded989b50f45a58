import type { Channel, Contact, QuietHours } from '../../shared/api/attention.ts'
import type { EscalationCause, EscalationStep } from '../../shared/api/escalation.ts'
import type { StoreSettings } from '../../shared/api/stores.ts'
import type { Level } from '../../shared/reminder.ts'
import type { Context } from '../context/context.ts'
import type { Sql, Tx } from '../db/database.ts'
import { appError } from '../lib/app-error.ts'
import { getStore } from '../stores/stores.ts'
import { findChannel } from './all-channels.ts'

/** A contact as the database has it. Times are milliseconds; `recent` is JSON. */
export interface ContactRow {
  id: string
  store_id: string
  name: string
  mobile: string | null
  email: string | null
  quiet_from: string | null
  quiet_to: string | null
  quiet_zone: string | null
  least_level: Level
  /** JSON; `null`: every cause. */
  causes: string | null
  verified_at: number | null
  recent: string
  /** Times of calls and texts to the number. */
  recent_calls: string
  created_at: number
}

/** A channel as the database has it. `secret` is JSON: the settings, which no call returns. */
export interface ChannelRow {
  id: string
  store_id: string
  kind: string
  name: string
  secret: string
  recent: string
  created_at: number
}

/** Adds a channel to a store. Throws `store_unknown`, and an Error when the database returns no row. */
export async function createChannel(
  tx: Tx,
  ctx: Context,
  storeId: string,
  { kind, name, settings }: { kind: string; name: string; settings: object },
): Promise<Channel> {
  await getStore(tx, storeId)
  const row = await tx.get<ChannelRow>(
    'INSERT INTO channel_accounts (id, store_id, kind, name, secret, created_at) VALUES (?, ?, ?, ?, ?, ?) RETURNING *',
    [ctx.random.id('cn'), storeId, kind, name, JSON.stringify(settings), ctx.clock.now()],
  )
  if (row === undefined) throw new Error('INSERT INTO channel_accounts returned nothing')
  return toChannel(row)
}

/** Lists the contacts of a store, the oldest first. Throws `store_unknown`. */
export async function listContacts(sql: Sql, storeId: string): Promise<Contact[]> {
  await getStore(sql, storeId)
  return (await contactsOf(sql, storeId)).map(toContact)
}

/** Lists the channels of a store, the oldest first. Throws `store_unknown`. */
export async function listChannels(sql: Sql, storeId: string): Promise<Channel[]> {
  await getStore(sql, storeId)
  return (await channelsOf(sql, storeId)).map(toChannel)
}

/** Converts a contact's row to the contact of the REST interface. */
export function toContact(row: ContactRow): Contact {
  const { id, store_id: storeId, name, mobile, email, least_level: leastLevel, verified_at: verifiedAt } = row
  return {
    ...{ id, storeId, name, mobile, email, leastLevel, verifiedAt, createdAt: row.created_at },
    quiet: quietOf(row),
    causes: causesOf(row),
  }
}

/** Reads the hours in which a contact wants others to be told first. */
export function quietOf({ quiet_from: from, quiet_to: to, quiet_zone: zone }: ContactRow): QuietHours | null {
  return from === null || to === null ? null : { from, to, ...(zone !== null && { zone }) }
}

/** Reads the causes that a contact is told of; `null`: every one. */
export function causesOf({ causes }: ContactRow): EscalationCause[] | null {
  return causes === null ? null : (JSON.parse(causes) as EscalationCause[])
}

/** Converts a channel's row to the channel of the REST interface: of its settings the host alone is told. */
export function toChannel({ id, store_id: storeId, kind, name, secret, created_at: createdAt }: ChannelRow): Channel {
  const host = findChannel(kind)?.host(JSON.parse(secret)) ?? ''
  return { id, storeId, kind, name, host, createdAt }
}

/** Reads the contacts of a store that were not removed. */
export async function contactsOf(sql: Sql, storeId: string): Promise<ContactRow[]> {
  return await sql.all('SELECT * FROM contacts WHERE store_id = ? AND removed_at IS NULL ORDER BY id', [storeId])
}

/** Reads the channels of a store that were not removed, and that this version has. */
export async function channelsOf(sql: Sql, storeId: string): Promise<ChannelRow[]> {
  const rows = await sql.all<ChannelRow>(
    'SELECT * FROM channel_accounts WHERE store_id = ? AND removed_at IS NULL ORDER BY id',
    [storeId],
  )
  return rows.filter(({ kind }) => findChannel(kind) !== undefined)
}

/** Lists the contacts and channels that settings name: those of the policy, and those of the morning's message. */
export function targetsNamed({
  escalation = [],
  morning = null,
}: {
  escalation?: StoreSettings['escalation'] | undefined
  morning?: StoreSettings['morning'] | undefined
}): Pick<EscalationStep, 'contacts' | 'channel'>[] {
  return [...escalation, ...(morning === null ? [] : [{ contacts: [morning.contact], channel: morning.channel }])]
}

/** Expects that a policy names contacts and channels of its store. Throws `contact_unknown`, `channel_unknown`. */
export async function requireTargets(
  sql: Sql,
  storeId: string,
  policy: readonly Pick<EscalationStep, 'contacts' | 'channel'>[],
): Promise<void> {
  if (policy.length === 0) return
  const contacts = new Set((await contactsOf(sql, storeId)).map(({ id }) => id))
  const channels = new Set((await channelsOf(sql, storeId)).map(({ id }) => id))
  if (!policy.every((step) => step.contacts.every((id) => contacts.has(id)))) throw appError('contact_unknown')
  if (!policy.every((step) => channels.has(step.channel))) throw appError('channel_unknown')
}
