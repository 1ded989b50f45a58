import { randomBytes, randomInt } from 'node:crypto'

/** Where the server takes its surprises from; tests give a seeded one. */
export interface Random {
  /** An identifier nobody can guess: `prefix` and 20 letters and digits. */
  id(prefix: string): string
  /** `length` decimal digits. */
  digits(length: number): string
  /** A secret of 32 bytes, base64url, behind a prefix that tells what it opens. */
  secret(prefix: string): string
}

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/** Randomness of the operating system. */
export const systemRandom: Random = {
  id: (prefix) => `${prefix}_${Array.from(randomBytes(20), (byte) => ALPHABET[byte % 32]).join('')}`,
  digits: (length) => Array.from({ length }, () => randomInt(10)).join(''),
  secret: (prefix) => `${prefix}_${randomBytes(32).toString('base64url')}`,
}
