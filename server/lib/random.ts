import { randomBytes, randomInt, randomUUID } from 'node:crypto'

/** The source of identifiers, digits and secrets; tests give a seeded one. */
export interface Random {
  /** Makes an identifier that nobody can guess: `prefix`, `_` and 32 hex digits. Later ones sort after earlier ones. */
  id(prefix: string): string
  /** Draws `length` decimal digits. */
  digits(length: number): string
  /** Draws a whole number from 0 to `n` - 1. */
  below(n: number): number
  /** Makes a secret of 32 bytes, base64url, behind a prefix that names its use. */
  secret(prefix: string): string
}

/**
 * Randomness of the operating system. Ids begin with the time, so that new rows stand side by side in every index and
 * a COMMIT touches few pages; the rest is 80 bits of a UUID, because Node draws those from a stock, several times as fast.
 */
export const systemRandom: Random = {
  id(prefix) {
    const uuid = randomUUID()
    return `${prefix}_${Date.now().toString(16).padStart(12, '0')}${uuid.slice(0, 8)}${uuid.slice(24)}`
  },
  digits: (length) => Array.from({ length }, () => randomInt(10)).join(''),
  below: (n) => randomInt(n),
  secret: (prefix) => `${prefix}_${randomBytes(32).toString('base64url')}`,
}
