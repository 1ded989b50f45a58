import * as z from 'zod'
import { currencySchema } from '../money.ts'
import { fulfilmentSchema } from '../order.ts'
import { nameText } from './human-text.ts'
import { customerSchema, orderItemSchema } from './orders.ts'

const milliseconds = z.int().min(0)

/** The secret of a connector: visible ASCII, as platforms show it for copying. */
export const connectorSecretSchema = z
  .string()
  .regex(/^[\x21-\x7e]{16,200}$/, 'must be 16 to 200 visible ASCII characters')

/** The door of a shop platform into a store. No call returns its secrets again. */
export const connectorSchema = z.object({
  id: z.string(),
  storeId: z.string(),
  kind: z.string(),
  name: z.string(),
  /** The address that the platform calls, behind the server’s own. Of a secret in the address only `{secret}` is told. */
  path: z.string(),
  settings: z.record(z.string(), z.unknown()),
  /** Since when each secret that is taken was set, and until when it is taken; null: no end. The newest first. */
  secrets: z.array(z.object({ since: milliseconds, until: milliseconds.nullable() })),
  /** How the platform is told what becomes of its orders; null: it is told nothing. */
  api: z
    .object({
      host: z.string(),
      toldAt: milliseconds.nullable(),
      /** Since when it cannot be told, and why the latest call failed. */
      failingSince: milliseconds.nullable(),
      fault: z.string().nullable(),
    })
    .nullable(),
  createdAt: milliseconds,
  /** When the latest order came through it. */
  lastOrderAt: milliseconds.nullable(),
  /** Why the latest genuine body that was no order could not be read. */
  lastFault: z.object({ at: milliseconds, why: z.string() }).nullable(),
})

export const connectorListSchema = z.object({ connectors: z.array(connectorSchema) })

/** A connector with its newest secret, in the one answer that tells it. */
export const newConnectorSchema = connectorSchema.extend({ secret: z.string() })

export const connectorNameSchema = nameText(60)

/** Another secret; left out, the server makes one. The ones before are taken for `overlapHours` more. */
export const rotateSecretSchema = z.strictObject({
  secret: connectorSecretSchema.optional(),
  overlapHours: z
    .int()
    .min(0)
    .max(24 * 7)
    .default(24),
})

/** A body to be tried. */
export const dryRunSchema = z.strictObject({
  /** The body, as the platform sends it. */
  body: z.union([z.record(z.string(), z.unknown()), z.array(z.unknown())]),
  /** The headers that say what the body is about: `X-WC-Webhook-Topic`, `X-Shopify-Topic`. */
  headers: z.record(z.string().regex(/^[A-Za-z0-9-]{1,64}$/), z.string().max(500)).default({}),
  /** Settings to try in place of the connector’s own. */
  settings: z.record(z.string(), z.unknown()).optional(),
})

/** The meaning of a body: an order that the shop has to make, the end of one, nothing, or no order at all (`why`). */
export const dryRunReplySchema = z.object({
  outcome: z.enum(['to_make', 'called_off', 'ignored', 'unfit']),
  /** The platform’s own id of the order. */
  externalId: z.string().nullable(),
  /** `paid`, or paid at the door. */
  money: z.enum(['paid', 'on_delivery']).nullable(),
  why: z.string().nullable(),
  order: z
    .object({
      number: z.string(),
      amountMinor: z.int(),
      currency: currencySchema,
      fulfilment: fulfilmentSchema,
      items: z.array(orderItemSchema),
      remark: z.string().nullable(),
      customer: customerSchema.nullable(),
    })
    .nullable(),
})

export type Connector = z.infer<typeof connectorSchema>
export type NewConnector = z.infer<typeof newConnectorSchema>
export type RotateSecret = z.infer<typeof rotateSecretSchema>
export type DryRun = z.infer<typeof dryRunSchema>
export type DryRunReply = z.infer<typeof dryRunReplySchema>
