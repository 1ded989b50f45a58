import * as z from 'zod'
import { announcedOutcomeSchema } from '../protocol/frames.ts'
import { nameText } from './human-text.ts'
import { readStoreSchema, storeSchema } from './stores.ts'

/**
 * A pairing code: twelve digits; nine, where an earlier version issued it. Spaces and dashes between them are dropped.
 */
export const pairingCodeSchema = z
  .string()
  .max(32)
  .transform((s) => s.replace(/[\s-]/g, ''))
  .pipe(z.string().regex(/^(?:\d{12}|\d{9})$/, 'must be twelve digits'))

export const pairingCodeGrantSchema = z.object({
  /** For people: `1234-5678-9012`. Shown once; only a hash is kept. */
  code: z.string(),
  expiresAt: z.int(),
  /**
   * Addresses at which other machines reach this server, the best first; none where it listens on this machine alone, or
   * cannot tell. An older server does not say.
   */
  addresses: z.array(z.string()).default([]),
})

export const pairDeviceSchema = z.object({
  code: pairingCodeSchema,
  name: nameText(60),
  platform: z.string().trim().min(1).max(60),
})

export const pairedDeviceSchema = z.object({
  deviceId: z.string(),
  /** The device's secret, shown once; only a hash is kept. */
  token: z.string(),
  store: storeSchema,
})

/** {@link pairedDeviceSchema} as a client reads it from a server that may be newer. */
export const readPairedDeviceSchema = pairedDeviceSchema.extend({ store: readStoreSchema })

/** A change of a device. */
export const changeDeviceSchema = z.strictObject({ name: nameText(60) })

export const deviceSchema = z.object({
  id: z.string(),
  storeId: z.string(),
  name: z.string(),
  platform: z.string(),
  createdAt: z.int(),
  lastSeenAt: z.int().nullable(),
  ackedSeq: z.int(),
  connected: z.boolean(),
  revokedAt: z.int().nullable(),
  /** The program of its latest hello, by its own words; null: it has not said hello yet. */
  client: z.object({ app: z.string(), version: z.string(), platform: z.string() }).nullable(),
  /** How its latest announcement went: `ok`, or a reason such as `muted` for each part; null: none since this is kept. */
  announced: announcedOutcomeSchema.extend({ at: z.int() }).nullable(),
})
export const deviceListSchema = z.object({ devices: z.array(deviceSchema) })

/** The list as a device reads it from a server that may be older or newer. */
export const readDeviceListSchema = z.object({
  devices: z.array(
    deviceSchema.extend({
      client: deviceSchema.shape.client.catch(null),
      announced: deviceSchema.shape.announced.catch(null),
    }),
  ),
})

export type PairDevice = z.infer<typeof pairDeviceSchema>
export type PairedDevice = z.infer<typeof pairedDeviceSchema>
export type PairingCodeGrant = z.infer<typeof pairingCodeGrantSchema>
export type Device = z.infer<typeof deviceSchema>

/** The longest name of a group of devices, UTF-16 units. */
export const LONGEST_GROUP = 20

/** The query of a device's answer. A group that cannot be read is left out: an answer counts without it. */
export const answerQuerySchema = z.object({
  /** The group of the device that answers, such as 厨房: others of it do not say aloud who has answered. */
  group: nameText(LONGEST_GROUP).optional().catch(undefined),
})
