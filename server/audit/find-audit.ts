import type { AuditActor, AuditFacts, AuditPage, AuditQuery } from '../../shared/api/audit.ts'
import type { Context } from '../context/context.ts'
import { newestFirst } from '../db/paging.ts'

interface AuditRow {
  id: string
  at: number
  actor: string
  action: string
  subject: string
  origin: string
  facts: string
}

const AT = { column: 'at', field: 'at', type: 'number' } as const
const ID = { column: 'id', field: 'id', type: 'text' } as const

/** Searches the audit, newest first, a page at a time by keyset. Throws `cursor_invalid`. */
export async function findAudit(
  { db }: Pick<Context, 'db'>,
  { subject, action, limit, cursor }: AuditQuery,
): Promise<AuditPage> {
  const search = db.query<AuditRow>('audit')
  if (subject !== undefined) search.where('subject', subject)
  if (action !== undefined) search.where('action', action)
  const { rows, next } = await newestFirst<AuditRow>(search, { by: [AT, ID], limit, cursor })
  const entries = rows.map(({ actor, origin: from, facts, ...row }) => ({
    ...row,
    actor: JSON.parse(actor) as AuditActor,
    from,
    facts: JSON.parse(facts) as AuditFacts,
  }))
  return { entries, next }
}
