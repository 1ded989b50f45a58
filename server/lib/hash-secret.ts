import { createHash } from 'node:crypto'

/**
 * How keys and tokens are kept: SHA-256, hex. They are 256 random bits, so a slow hash would add nothing;
 * pairing codes, which are short, use scrypt instead (devices/pairing-code.ts).
 */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
