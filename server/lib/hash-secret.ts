import { createHash } from 'node:crypto'

/**
 * Hashes a key or a token for the database: SHA-256, hex. Both are 256 random bits, so a slow hash would add nothing;
 * pairing codes, which are short, use scrypt instead (devices/pairing-code.ts).
 */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
