import * as z from 'zod'
import { KEY_ROLES } from './keys.ts'

/** The address of the operator's page, and that of its session. */
export const ADMIN_PATH = '/admin'
export const ADMIN_SESSION_PATH = '/admin/session'

/**
 * The header with which a request of the operator's page names itself: a page of another origin cannot send it without
 * asking this server first, which answers no such question. `act`: a human did something; `watch`: the page looks again by
 * itself, which makes no session longer.
 */
export const ADMIN_HEADER = 'x-laidan-admin'

/** The roles whose keys open the page. */
export const ADMIN_ROLES = ['operator', 'read_only'] as const

export const beginSessionSchema = z.strictObject({ key: z.string().regex(/^[\x21-\x7e]{1,200}$/) })

/** A session of the operator's page: that of a key, without the key. */
export const adminSessionSchema = z.object({
  keyId: z.string(),
  role: z.enum(KEY_ROLES),
  name: z.string(),
  /** When it ends unless something is done in it, milliseconds. */
  expiresAt: z.int(),
})
export type AdminSession = z.infer<typeof adminSessionSchema>
