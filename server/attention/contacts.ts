import type { ChangeContact, Contact, CreateContact } from '../../shared/api/attention.ts'
import { LEVEL } from '../../shared/reminder.ts'
import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import { appError } from '../lib/app-error.ts'
import { getStore } from '../stores/stores.ts'
import { TEST_MS } from './linked-effect.ts'
import { type ContactRow, toContact } from './targets.ts'

/** Adds a contact to a store. Throws `store_unknown`, and an Error when the database returns no row. */
export async function createContact(
  tx: Tx,
  ctx: Context,
  storeId: string,
  { name, mobile, email, quiet, leastLevel = LEVEL.normal, causes }: CreateContact,
): Promise<Contact> {
  await getStore(tx, storeId)
  const row = await tx.get<ContactRow>(
    `INSERT INTO contacts (id, store_id, name, mobile, email, quiet_from, quiet_to, quiet_zone, least_level, causes, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *`,
    [
      ...[ctx.random.id('ct'), storeId, name, mobile ?? null, email ?? null],
      ...[quiet?.from ?? null, quiet?.to ?? null, quiet?.zone ?? null],
      ...[leastLevel, causes === undefined ? null : JSON.stringify(causes), ctx.clock.now()],
    ],
  )
  if (row === undefined) throw new Error('INSERT INTO contacts returned nothing')
  return toContact(row)
}

/**
 * Changes what is given of a contact, and leaves the rest. Another number or mailbox is one that no test message has
 * reached yet. Throws `contact_unknown`.
 */
export async function changeContact(tx: Tx, ctx: Context, id: string, change: ChangeContact): Promise<Contact> {
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as ChangeContact
  if (given.mobile !== undefined || given.email !== undefined) await endTests(tx, ctx, id, given)
  // Locked, in words that change nothing: a change that another server makes at the same moment is kept.
  const before = await tx.get<ContactRow>(
    'UPDATE contacts SET name = name WHERE id = ? AND removed_at IS NULL RETURNING *',
    [id],
  )
  if (before === undefined) throw appError('contact_unknown')
  const was = toContact(before)
  const after: Contact = { ...was, ...(given as Partial<Contact>) }
  const moved = after.mobile !== was.mobile || after.email !== was.email
  const row = await tx.get<ContactRow>(
    `UPDATE contacts SET name = ?, mobile = ?, email = ?, quiet_from = ?, quiet_to = ?, quiet_zone = ?, least_level = ?,
            causes = ?, verified_at = ? WHERE id = ? RETURNING *`,
    [
      ...[after.name, after.mobile, after.email],
      ...[after.quiet?.from ?? null, after.quiet?.to ?? null, after.quiet?.zone ?? null],
      ...[after.leastLevel, after.causes === null ? null : JSON.stringify(after.causes)],
      ...[moved ? null : before.verified_at, id],
    ],
  )
  if (row === undefined) throw new Error('UPDATE contacts returned nothing')
  return toContact(row)
}

/**
 * Ends the links of test messages that went to the former number or mailbox: their answer says nothing of the new one. Before
 * the contact is locked: whoever sends a message locks it first, and its contact after it.
 */
async function endTests(tx: Tx, ctx: Context, id: string, { mobile, email }: ChangeContact): Promise<void> {
  const was = await tx.get<ContactRow>('SELECT * FROM contacts WHERE id = ?', [id])
  if (was === undefined) return
  if ((mobile === undefined || mobile === was.mobile) && (email === undefined || email === was.email)) return
  await tx.run(
    `UPDATE effects SET token_hash = NULL, earlier_hash = NULL
      WHERE store_id = ? AND created_at >= ? AND contact_id = ? AND cause = 'test'`,
    [was.store_id, ctx.clock.now() - TEST_MS, id],
  )
}
