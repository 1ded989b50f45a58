import * as z from 'zod'

/** The file in DATA_DIR by which programs of the same user find this machine's server. */
export const LOCAL_KEYS_FILE = 'local-keys.json'
/** The file in DATA_DIR that hands the first keys over where `local-keys.json` is not wanted, and no terminal shows them. */
export const FIRST_KEYS_FILE = 'first-keys.json'
/** The file in DATA_DIR with the secrets that the server has made for itself. */
export const SECRETS_FILE = 'secrets.json'
/** The content of that file: secrets by name. */
export const secretsSchema = z.record(z.string(), z.string())
/** The files of keys that stay beside a database for as long as there is one. */
export const KEY_FILES: readonly string[] = [LOCAL_KEYS_FILE, SECRETS_FILE]

/** The keys with which `npm run listen` and `npm run order` use the server of this machine. */
export const localKeysSchema = z.object({
  url: z.string(),
  storeId: z.string(),
  orderingKey: z.string(),
  operatorKey: z.string(),
  standardWebhooksSecret: z.string(),
})

export type LocalKeys = z.infer<typeof localKeysSchema>
