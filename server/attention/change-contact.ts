import type { ChangeContact, Contact } from '../../shared/api/attention.ts'
import type { Tx } from '../db/database.ts'
import { appError } from '../lib/app-error.ts'
import { type ContactRow, toContact } from './targets.ts'

/**
 * Changes what is given of a contact. Another number is not known to arrive, so that the contact counts as untried then.
 * Throws `contact_unknown`.
 */
export async function changeContact(tx: Tx, id: string, change: ChangeContact): Promise<Contact> {
  const before = await tx.get<ContactRow>('SELECT * FROM contacts WHERE id = ? AND removed_at IS NULL', [id])
  if (before === undefined) throw appError('contact_unknown')
  const { name = before.name, mobile = before.mobile } = change
  const verifiedAt = mobile === before.mobile ? before.verified_at : null
  const row = await tx.get<ContactRow>(
    'UPDATE contacts SET name = ?, mobile = ?, verified_at = ? WHERE id = ? AND removed_at IS NULL RETURNING *',
    [name, mobile, verifiedAt, id],
  )
  if (row === undefined) throw appError('contact_unknown')
  return toContact(row)
}
