import * as z from 'zod'
import { DEFAULT_LOCALE, localeSchema } from '../locales.ts'
import { humanText } from './human-text.ts'

const timezoneSchema = z
  .string()
  .max(64)
  .refine((zone) => {
    try {
      new Intl.DateTimeFormat(undefined, { timeZone: zone })
      return true
    } catch {
      return false
    }
  }, 'must be an IANA time zone')

export const storeSettingsSchema = z.object({
  /** Minutes in which a new order should be accepted; shown as a countdown. */
  acceptWithinMinutes: z.int().min(1).max(120).default(10),
})

export const storeSchema = z.object({
  id: z.string(),
  name: z.string(),
  locale: localeSchema,
  timezone: z.string(),
  settings: storeSettingsSchema,
})

export const createStoreSchema = z.object({
  name: humanText(100).trim().min(1),
  locale: localeSchema.default(DEFAULT_LOCALE),
  timezone: timezoneSchema.default('Asia/Shanghai'),
  settings: storeSettingsSchema.prefault({}),
})

export const storeListSchema = z.object({ stores: z.array(storeSchema) })

export type Store = z.infer<typeof storeSchema>
export type StoreSettings = z.infer<typeof storeSettingsSchema>
export type CreateStore = z.infer<typeof createStoreSchema>
