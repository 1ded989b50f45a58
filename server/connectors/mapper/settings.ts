import * as z from 'zod'
import { templateSchema } from './template.ts'

const headerName = z
  .string()
  .regex(/^[A-Za-z0-9-]{1,64}$/, 'must be the name of a header')
  .transform((name) => name.toLowerCase())

/**
 * The way in which a sender proves that a body is its own. `hmac`: a header holds the HMAC of the body, behind `prefix`.
 * `path`: the address holds the secret, for senders that cannot sign.
 */
const proofSchema = z.discriminatedUnion('by', [
  z.strictObject({
    by: z.literal('hmac'),
    header: headerName,
    algorithm: z.enum(['sha1', 'sha256', 'sha512']).default('sha256'),
    encoding: z.enum(['base64', 'hex']).default('hex'),
    prefix: z
      .string()
      .regex(/^[\x21-\x7e]{0,32}$/)
      .default(''),
  }),
  z.strictObject({ by: z.literal('path') }),
])

/** The settings of a connector of this kind, as the operator gives them. */
export const settingsSchema = z
  .strictObject({ proof: proofSchema, template: templateSchema })
  .refine(({ template }) => template.status === undefined || template.paid || template.onDelivery, {
    path: ['template', 'paid'],
    message: 'must be given with status, or no order would ever ring',
  })
  .refine(
    ({ template }) => template.status !== undefined || !(template.paid || template.onDelivery || template.calledOff),
    {
      path: ['template', 'status'],
      message: 'must be given with paid, onDelivery and calledOff',
    },
  )

export type MapperSettings = z.infer<typeof settingsSchema>
