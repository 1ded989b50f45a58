import type { Request } from 'express'
import { appError } from '../../lib/app-error.ts'
import type { Caller } from './caller.ts'

/** Searches that answer, by finding something or not, what a reader is not told. */
const TELLING: readonly string[] = ['phone']
/** Fields that name a person, or hold what one has written; each may be null. */
const HIDDEN: readonly string[] = ['customer', 'remark', 'mobile', 'email']

/** Refuses a reader's search for a customer. Throws `forbidden`. */
export function refuseSearchForCustomers(caller: Caller, query: Request['query']): void {
  if (caller.kind === 'read_only' && TELLING.some((name) => name in query)) throw appError('forbidden')
}

/**
 * Takes from an answer what a reader's key is not for: who the customer is and has written, and the numbers and mailboxes of
 * contacts. One rule for every answer, so that a new route keeps it as well.
 */
export function hideCustomers(caller: Caller, reply: unknown): unknown {
  return caller.kind === 'read_only' ? without(reply) : reply
}

function without(value: unknown, of?: string): unknown {
  if (Array.isArray(value)) return value.map((each) => without(each, of))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      // A customer's wish for one dish.
      .filter(([name]) => !(of === 'items' && name === 'note'))
      .map(([name, part]) => [name, HIDDEN.includes(name) ? null : without(part, name)]),
  )
}
