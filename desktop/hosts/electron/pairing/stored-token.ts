import * as z from 'zod'

/** A token in a file. `sealed`: encrypted by the system's safe, base64. */
export const storedTokenSchema = z.union([z.object({ sealed: z.string() }), z.object({ plain: z.string() })])
export type StoredToken = z.infer<typeof storedTokenSchema>

export interface TokenSafe {
  /** Whether the system's safe is one. On Linux without a keyring its password is known to all. */
  safe(): Promise<boolean>
  seal(token: string): Promise<StoredToken>
  /** Rejects when the system's safe does not open it (another user, another keyring). */
  unseal(stored: StoredToken): Promise<string>
}
