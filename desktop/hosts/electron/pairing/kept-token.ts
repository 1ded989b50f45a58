import * as z from 'zod'

/** `sealed`: encrypted by the system's safe, base64. */
export const keptTokenSchema = z.union([z.object({ sealed: z.string() }), z.object({ plain: z.string() })])
export type KeptToken = z.infer<typeof keptTokenSchema>

export interface TokenSafe {
  /** Whether the system has a safe that is one. On Linux without a keyring it would be a password known to all. */
  safe(): Promise<boolean>
  seal(token: string): Promise<KeptToken>
  /** Rejects when the system's safe does not open it (another user, another keyring). */
  unseal(kept: KeptToken): Promise<string>
}
