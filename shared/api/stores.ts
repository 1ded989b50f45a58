import * as z from 'zod'
import { preparationMinutesSchema } from '../intake.ts'
import { DEFAULT_LOCALE, localeSchema, nearestLocale } from '../locales.ts'
import { currencySchema } from '../money.ts'
import { openingHoursSchema } from '../opening-hours.ts'
import { olderZoneName, zoneFault } from '../time-zones.ts'
import { escalationSchema, morningReportSchema } from './escalation.ts'
import { nameText } from './human-text.ts'

const nameSchema = nameText(100)
/** The name of a time zone. A young name of an old zone becomes its old one; a zone that a device may not know is refused. */
export const timezoneSchema = z
  .string()
  .max(64)
  .overwrite(olderZoneName)
  .superRefine((zone, context) => {
    const message = zoneFault(zone)
    if (message !== undefined) context.addIssue({ code: 'custom', message })
  })

export const storeSettingsSchema = z.object({
  /** Minutes in which a new order should be accepted; shown as a countdown. */
  acceptWithinMinutes: z.int().min(1).max(120).default(10),
  /**
   * Minutes in which a late payment of the exact amount revives an order that the time-out has cancelled as unpaid. 0:
   * such a payment waits for the operator.
   */
  reviveWithinMinutes: z.int().min(0).max(1_440).default(30),
  /** The currency of orders that name none. */
  currency: currencySchema.default('CNY'),
  /** Minutes in which an accepted order is usually ready; null: the store promises no time. */
  preparationMinutes: preparationMinutesSchema.nullable().default(null),
  /** Whether the shop's devices may note that they returned money by hand; otherwise the operator alone does. */
  shopMayMarkRefunds: z.boolean().default(false),
  /** Whom outside of the shop the server tells when nobody answers, when, and by what; none: nobody. */
  escalation: escalationSchema.default([]),
  /** The message of each morning, the report of the day before; null: there is none. */
  morning: morningReportSchema.nullable().default(null),
  /**
   * Whether the store's own devices may change its name, its hours, the limit for accepting and whom the server tells, and
   * add, rename and remove devices.
   */
  devicesManage: z.boolean().default(false),
  /** When the shop is open, by its own clocks; null: always. */
  hours: openingHoursSchema.nullable().default(null),
})

export const storeSchema = z.object({
  id: z.string(),
  name: z.string(),
  locale: localeSchema,
  timezone: z.string(),
  settings: storeSettingsSchema,
  /** Given up: it takes no orders; money that comes all the same is recorded. */
  archived: z.boolean().default(false),
})

/** A store as a client reads it from a server that may be newer: an unknown language becomes the nearest one. */
export const readStoreSchema = storeSchema.extend({
  locale: z.string().transform((tag) => nearestLocale([tag])),
  // A policy and hours of newer words leave the other settings as they are; a device decides nothing by either.
  settings: storeSettingsSchema
    .extend({
      escalation: escalationSchema.catch([]).default([]),
      morning: morningReportSchema.nullable().catch(null).default(null),
      hours: openingHoursSchema.nullable().catch(null).default(null),
    })
    .catch(storeSettingsSchema.parse({})),
})

/** A store as the operator makes it; an unknown field is refused, of its settings as well. */
export const createStoreSchema = z.strictObject({
  name: nameSchema,
  locale: localeSchema.default(DEFAULT_LOCALE),
  timezone: timezoneSchema.default('Asia/Shanghai'),
  settings: storeSettingsSchema.strict().prefault({}),
})

/**
 * A change of a store: what is left out stays as it is, and an unknown field is refused, so that no change is lost to a
 * slip of the pen.
 */
export const changeStoreSchema = z
  .strictObject({
    name: nameSchema.optional(),
    locale: localeSchema.optional(),
    timezone: timezoneSchema.optional(),
    /** The operator's: gives the store up, or takes it back. */
    archived: z.boolean().optional(),
    settings: z
      .strictObject({
        acceptWithinMinutes: storeSettingsSchema.shape.acceptWithinMinutes.unwrap().optional(),
        reviveWithinMinutes: storeSettingsSchema.shape.reviveWithinMinutes.unwrap().optional(),
        currency: currencySchema.optional(),
        preparationMinutes: preparationMinutesSchema.nullable().optional(),
        shopMayMarkRefunds: storeSettingsSchema.shape.shopMayMarkRefunds.unwrap().optional(),
        escalation: escalationSchema.optional(),
        morning: morningReportSchema.nullable().optional(),
        hours: openingHoursSchema.nullable().optional(),
        devicesManage: z.boolean().optional(),
      })
      .optional(),
  })
  .refine(({ settings = {}, ...more }) => Object.keys({ ...settings, ...more }).length > 0, 'must change something')

export const storeListSchema = z.object({ stores: z.array(storeSchema) })

export type Store = z.infer<typeof storeSchema>
export type StoreSettings = z.infer<typeof storeSettingsSchema>
export type CreateStore = z.infer<typeof createStoreSchema>
export type ChangeStore = z.infer<typeof changeStoreSchema>
