import type { ApiKey, IssuedKey, KeyRole } from '../../shared/api/keys.ts'
import { cleanLine } from '../../shared/text.ts'

/** Characters of a name that are printed. */
const NAME = 40

const ROLES: Record<KeyRole, string> = {
  operator: 'operator',
  ordering: 'ordering system',
  read_only: 'reader',
  connector: 'connector',
}

/** Names a key by its id, role and name, on one line. */
export function describeKey({ id, role, name }: Pick<ApiKey, 'id' | 'role' | 'name'>): string {
  return `${id}  ${ROLES[role]}  ${cleanLine(name, NAME)}`
}

/** Writes a new key out, for the one time that it is shown. */
export function issuedLines(made: IssuedKey): string[] {
  return [
    `A key of the ${ROLES[made.role]}, shown once; the database has only its hash:`,
    `  ${made.key}`,
    `  id      ${made.id}`,
    `  name    ${cleanLine(made.name, NAME)}`,
    ...(made.stores === null ? [] : [`  stores  ${made.stores.join(', ')}`]),
    ...(made.expiresAt === null ? [] : [`  ends    ${time(made.expiresAt)}`]),
  ]
}

/** Lists keys with what became of them by `now`, milliseconds. */
export function keyTable(keys: readonly ApiKey[], now: number): string[] {
  if (keys.length === 0) return ['There is no key.']
  return keys.flatMap((key) => [
    describeKey(key),
    `    made ${time(key.createdAt)}, last used ${key.lastUsedAt === null ? 'never' : time(key.lastUsedAt)}, ${stateOf(key, now)}`,
    ...(key.stores === null ? [] : [`    stores ${key.stores.join(', ')}`]),
  ])
}

function stateOf({ revokedAt, expiresAt, replacedBy }: ApiKey, now: number): string {
  if (revokedAt !== null) return `REVOKED ${time(revokedAt)}`
  if (expiresAt === null) return 'without an end'
  const replaced = replacedBy === null ? '' : `, replaced by ${replacedBy}`
  return `${expiresAt <= now ? 'ENDED' : 'ends'} ${time(expiresAt)}${replaced}`
}

/** Writes a time, milliseconds since 1970, as `2026-11-27 12:31 UTC`. */
function time(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
