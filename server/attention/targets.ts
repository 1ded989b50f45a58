import type { Channel, Contact, CreateContact } from '../../shared/api/attention.ts'
import type { EscalationStep } from '../../shared/api/escalation.ts'
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
  verified_at: number | null
  recent: string
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

/** Adds a contact to a store. Throws `store_unknown`. */
export async function createContact(
  tx: Tx,
  ctx: Context,
  storeId: string,
  { name, mobile }: CreateContact,
): Promise<Contact> {
  await getStore(tx, storeId)
  const id = ctx.random.id('ct')
  const createdAt = ctx.clock.now()
  await tx.run('INSERT INTO contacts (id, store_id, name, mobile, created_at) VALUES (?, ?, ?, ?, ?)', [
    ...[id, storeId, name],
    mobile ?? null,
    createdAt,
  ])
  return { id, storeId, name, mobile: mobile ?? null, verifiedAt: null, createdAt }
}

/** Adds a channel to a store. Throws `store_unknown`. */
export async function createChannel(
  tx: Tx,
  ctx: Context,
  storeId: string,
  { kind, name, settings }: { kind: string; name: string; settings: { url: string } },
): Promise<Channel> {
  await getStore(tx, storeId)
  const id = ctx.random.id('cn')
  const createdAt = ctx.clock.now()
  const secret = JSON.stringify(settings)
  await tx.run(
    'INSERT INTO channel_accounts (id, store_id, kind, name, secret, created_at) VALUES (?, ?, ?, ?, ?, ?)',
    [...[id, storeId, kind, name, secret], createdAt],
  )
  return { id, storeId, kind, name, host: hostOf(secret), createdAt }
}

/** Lists the contacts of a store, the oldest first. Throws `store_unknown`. */
export async function listContacts(sql: Sql, storeId: string): Promise<Contact[]> {
  await getStore(sql, storeId)
  return (await contactsOf(sql, storeId)).map((row) => {
    const { id, name, mobile, verified_at: verifiedAt, created_at: createdAt } = row
    return { id, storeId, name, mobile, verifiedAt, createdAt }
  })
}

/** Lists the channels of a store, the oldest first. Throws `store_unknown`. */
export async function listChannels(sql: Sql, storeId: string): Promise<Channel[]> {
  await getStore(sql, storeId)
  return (await channelsOf(sql, storeId)).map(({ id, kind, name, secret, created_at: createdAt }) => {
    return { id, storeId, kind, name, host: hostOf(secret), createdAt }
  })
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

function hostOf(secret: string): string {
  return new URL((JSON.parse(secret) as { url: string }).url).host
}
