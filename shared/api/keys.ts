import * as z from 'zod'
import { nameText } from './human-text.ts'

/**
 * The roles of keys. `operator`: the person who runs the server. `ordering`: a system that takes orders. `read_only`: a
 * program or person that looks, and sees no customer. `connector`: a program that hands in orders of certain stores.
 */
export const KEY_ROLES = ['operator', 'ordering', 'read_only', 'connector'] as const
const keyRoleSchema = z.enum(KEY_ROLES)
export type KeyRole = z.infer<typeof keyRoleSchema>

/** Roles whose keys may be bound to stores; the others are of the installation. */
const STORE_ROLES: readonly KeyRole[] = ['ordering', 'connector']
/** The most stores that a key is bound to. */
const MOST_STORES = 100
/** The hours for which a key that is rotated goes on beside the new one: where nobody says otherwise, and at most. */
export const OVERLAP_HOURS = { usual: 24, most: 720 } as const

const storeIds = z
  .array(z.string().min(1).max(64))
  .min(1)
  .max(MOST_STORES)
  .refine((ids) => new Set(ids).size === ids.length, 'must not name a store twice')

/** A key as it is listed: never the key itself. Times are milliseconds. */
export const apiKeySchema = z.object({
  id: z.string(),
  role: keyRoleSchema,
  name: z.string(),
  /** The stores that it is bound to; null: every store. */
  stores: z.array(z.string()).nullable(),
  createdAt: z.int(),
  /** Its latest use, a minute late at most; null: none is known. */
  lastUsedAt: z.int().nullable(),
  /** The time from which it opens nothing any more; null: it has no end. */
  expiresAt: z.int().nullable(),
  revokedAt: z.int().nullable(),
  /** The id of the key that was made in its place. */
  replacedBy: z.string().nullable(),
})
export type ApiKey = z.infer<typeof apiKeySchema>

export const apiKeyListSchema = z.object({ keys: z.array(apiKeySchema) })

/** A new key: the one answer in which the key itself stands. */
export const issuedKeySchema = apiKeySchema.extend({
  /** The key, shown once; only a hash is kept. */
  key: z.string(),
})
export type IssuedKey = z.infer<typeof issuedKeySchema>

/** A key as the operator asks for it. A connector's key is bound to stores, one of the operator's or a reader's is not. */
export const createKeySchema = z
  .strictObject({
    role: keyRoleSchema,
    name: nameText(60),
    /** The stores that it is bound to; left out: every store. */
    stores: storeIds.optional(),
    /** Milliseconds since 1970; left out: it has no end. */
    expiresAt: z.int().min(1).optional(),
  })
  .superRefine(({ role, stores }, context) => {
    const message =
      stores !== undefined && !STORE_ROLES.includes(role)
        ? `a key of the role ${role} is bound to no store`
        : stores === undefined && role === 'connector'
          ? 'a connector’s key is bound to its stores'
          : undefined
    if (message !== undefined) context.addIssue({ code: 'custom', path: ['stores'], message })
  })
export type CreateKey = z.infer<typeof createKeySchema>

/** How a key is replaced. */
export const rotateKeySchema = z.strictObject({
  /** Hours for which the old key goes on beside the new one; 0: it ends at once. */
  overlapHours: z.int().min(0).max(OVERLAP_HOURS.most),
})
