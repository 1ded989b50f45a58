import * as z from 'zod'

/** Administrative acts, as the audit names them. */
export const AUDIT_ACTIONS = [
  ...['store.open', 'store.change', 'policy.change', 'rehearsal.begin'],
  ...['code.issue', 'device.pair', 'device.rename', 'device.remove'],
  ...['contact.add', 'contact.change', 'contact.remove', 'channel.add', 'channel.remove', 'channel.test'],
  ...['payment.refund', 'payment.note', 'payment.apply'],
  ...['key.create', 'key.rotate', 'key.revoke'],
  ...['endpoint.add', 'endpoint.change', 'endpoint.remove', 'endpoint.rotate', 'endpoint.test', 'endpoint.redeliver'],
  ...['connector.add', 'connector.change', 'connector.remove', 'connector.rotate'],
  ...['intake.change'],
  ...['session.begin', 'session.end'],
] as const
export type AuditAction = (typeof AUDIT_ACTIONS)[number]

/** The caller behind an act: a key, a device, or whoever works on the server's machine. */
const auditActorSchema = z.object({
  kind: z.string(),
  /** Of the key or the device. */
  id: z.string().optional(),
  name: z.string().optional(),
})
export type AuditActor = z.infer<typeof auditActorSchema>

/** Facts of an act: names of fields, numbers, and words of our own. */
const auditFactsSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]))
export type AuditFacts = z.infer<typeof auditFactsSchema>

/** One administrative act. */
export const auditEntrySchema = z.object({
  id: z.string(),
  /** Milliseconds since 1970. */
  at: z.int(),
  actor: auditActorSchema,
  /** A word such as `store.change`; a newer server may have others. */
  action: z.string(),
  /** The id of what was changed. */
  subject: z.string(),
  /** The network address of the caller; `machine`: a command on the server's own machine. */
  from: z.string(),
  facts: auditFactsSchema,
})
export type AuditEntry = z.infer<typeof auditEntrySchema>

export const auditQuerySchema = z.object({
  /** The id of what was changed. */
  subject: z
    .string()
    .regex(/^[A-Za-z0-9_]{1,64}$/)
    .optional(),
  action: z.enum(AUDIT_ACTIONS).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
})
export type AuditQuery = z.infer<typeof auditQuerySchema>

/** Newest first; `next` is the cursor of the following page, null on the last. */
export const auditPageSchema = z.object({ entries: z.array(auditEntrySchema), next: z.string().nullable() })
export type AuditPage = z.infer<typeof auditPageSchema>
