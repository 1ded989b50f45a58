import * as z from 'zod'
import type { ProviderSettings } from '../port.ts'
import type { SettingReader } from '../setting-reader.ts'
import type { VariableName } from '../variables.ts'

const SECRETS = /^whsec_[A-Za-z0-9+/]{32,}={0,2}([\s,]+whsec_[A-Za-z0-9+/]{32,}={0,2})*$/
const EXPECTED = 'must be whsec_ followed by at least 24 bytes in base64, or several such, comma-separated'

export const variables = {
  STANDARD_WEBHOOKS_SECRET: z
    .string()
    .regex(SECRETS, EXPECTED)
    .optional()
    .describe(
      'secret that signs `standard-webhooks` payment callbacks, or several, comma-separated, while one replaces another; left out, one is made for this DATA_DIR; needed with DATABASE_URL',
    ),
  STANDARD_WEBHOOKS_SECRET_FILE: z
    .string()
    .optional()
    .describe('file that holds that secret, or several, instead of the variable'),
}

export interface StandardWebhooksSettings extends ProviderSettings {
  /** Each `whsec_…`, the one that is shown first; empty: the installation's own secret is used. */
  secrets: readonly string[]
}

/** The variables by which a server shares its database, and so its payments, with others. */
const SHARED_DATABASE = ['DATABASE_URL', 'DATABASE_URL_FILE'] as const

/** Reads and checks the settings; `undefined` with faults noted in `reader`, or when the provider is off. */
export function readSettings(
  reader: SettingReader<VariableName<typeof variables> | (typeof SHARED_DATABASE)[number]>,
): StandardWebhooksSettings | undefined {
  const [name, fileName] = ['STANDARD_WEBHOOKS_SECRET', 'STANDARD_WEBHOOKS_SECRET_FILE'] as const
  if (reader.text(name) === undefined && reader.text(fileName) === undefined) {
    if (SHARED_DATABASE.every((variable) => reader.text(variable) === undefined)) return { secrets: [] }
    return reader.fault(name, 'is missing; with DATABASE_URL every server needs the same one')
  }
  const list = reader.secret(name, fileName)
  if (list === undefined) return undefined
  if (!SECRETS.test(list)) return reader.fault(reader.text(name) === undefined ? fileName : name, EXPECTED)
  return { secrets: list.split(/[\s,]+/) }
}
