import * as z from 'zod'

/** The file in DATA_DIR by which programs of the same user find this machine's server. */
export const LOCAL_KEYS_FILE = 'local-keys.json'

/** The keys with which `npm run listen` and `npm run order` use the server of this machine. */
export const localKeysSchema = z.object({
  url: z.string(),
  storeId: z.string(),
  orderingKey: z.string(),
  operatorKey: z.string(),
  standardWebhooksSecret: z.string(),
})

export type LocalKeys = z.infer<typeof localKeysSchema>
