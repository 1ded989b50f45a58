import * as z from 'zod'
import type { ProviderSettings } from '../port.ts'
import type { SettingReader } from '../setting-reader.ts'
import type { VariableName } from '../variables.ts'

export const variables = {
  STANDARD_WEBHOOKS_SECRET: z
    .string()
    .regex(
      /^whsec_[A-Za-z0-9+/]{32,}={0,2}([\s,]+whsec_[A-Za-z0-9+/]{32,}={0,2})*$/,
      'must be whsec_ followed by at least 24 bytes in base64, or several such, comma-separated',
    )
    .optional()
    .describe(
      'secret that signs `standard-webhooks` payment callbacks, or several, comma-separated, while one replaces another; left out, one is made for this DATA_DIR',
    ),
}

export interface StandardWebhooksSettings extends ProviderSettings {
  /** Each `whsec_…`, the one that is shown first; empty: the installation's own secret is used. */
  secrets: readonly string[]
}

/** Reads and checks the settings; `undefined` with faults noted in `reader`, or when the provider is off. */
export function readSettings(reader: SettingReader<VariableName<typeof variables>>): StandardWebhooksSettings {
  const list = reader.text('STANDARD_WEBHOOKS_SECRET')
  return { secrets: list === undefined ? [] : list.split(/[\s,]+/) }
}
