import type { Request } from 'express'
import type { AuditAction, AuditFacts } from '../../../shared/api/audit.ts'
import { writeAudit } from '../../audit/write-audit.ts'
import type { Context } from '../../context/context.ts'
import type { Tx } from '../../db/database.ts'
import type { Caller } from './caller.ts'

/** Writes down, in its transaction, the administrative act that has led to `value`. */
export type Audit = (tx: Tx, value?: unknown) => Promise<void>

interface Facts {
  id?: unknown
  storeId?: unknown
  replacedBy?: unknown
}

/**
 * Makes the function that writes a route's act down. Its subject is the thing that was made or changed, by `id` of the
 * value, or else the `{id}` of the path. Facts are names of fields, numbers and words that the body is held to: no text of
 * anybody, no secret.
 */
export function createAudit(
  ctx: Context,
  action: AuditAction,
  caller: Caller,
  { ip }: Pick<Request, 'ip'>,
  { params, body }: { params: unknown; body: unknown },
): Audit {
  return async (tx, value) => {
    const { id, storeId, replacedBy } = (typeof value === 'object' && value !== null ? value : {}) as Facts
    const subject = String(id ?? (params as Facts | undefined)?.id ?? '')
    const actor = caller.kind === 'anyone' ? { kind: caller.kind } : { ...keyed(caller) }
    const facts: AuditFacts = {
      ...(typeof storeId === 'string' && { storeId }),
      ...(typeof replacedBy === 'string' && { replacedBy }),
      ...factsOf(body, action.startsWith('store.')),
    }
    await writeAudit(tx, ctx, { actor, action, subject, from: (ip ?? 'unknown').replace(/^::ffff:/, ''), facts })
  }
}

function keyed({ kind, id, name }: Exclude<Caller, { kind: 'anyone' }>) {
  return { kind, id, name }
}

/** Words that are chosen from a list, not written. */
const WORDS: readonly string[] = ['kind', 'role', 'locale', 'timezone']

/** Names the fields of a body, and of its settings where they are a store's: those of a channel are its secrets. */
function factsOf(body: unknown, ofStore: boolean): AuditFacts {
  const fields: string[] = []
  const facts: AuditFacts = {}
  const note = (object: object, before: string) => {
    for (const [name, value] of Object.entries(object)) {
      if (value === undefined) continue
      fields.push(`${before}${name}`)
      if (['number', 'boolean'].includes(typeof value) || (WORDS.includes(name) && typeof value === 'string'))
        facts[`${before}${name}`] = value as number | boolean | string
      else if (name === 'stores' && Array.isArray(value)) facts[name] = value as string[]
      else if (ofStore && name === 'settings' && typeof value === 'object' && value !== null) note(value, 'settings.')
    }
  }
  note((body ?? {}) as object, '')
  return fields.length === 0 ? {} : { fields, ...facts }
}
