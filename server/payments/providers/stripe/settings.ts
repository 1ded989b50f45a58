import * as z from 'zod'
import type { SettingReader } from '../setting-reader.ts'
import { address, optional, type VariableName } from '../variables.ts'
import type { StripeCallbackSettings } from './verify.ts'

export const variables = {
  STRIPE_SECRET_KEY: optional('Stripe: secret or restricted key, sk_… or rk_…'),
  STRIPE_SECRET_KEY_FILE: optional('Stripe: file that holds the key, instead of the variable'),
  STRIPE_WEBHOOK_SECRETS: optional('Stripe: signing secrets of the webhook endpoint, whsec_…; comma-separated'),
  STRIPE_WEBHOOK_SECRETS_FILE: optional(
    'Stripe: file that holds the signing secrets, one a line, instead of the variable',
  ),
  STRIPE_LIVEMODE: z
    .enum(['on', 'off'])
    .transform((word) => word === 'on')
    .prefault('off')
    .describe('Stripe: take live payments; off takes those of test mode'),
  STRIPE_API_URL: address('https://api.stripe.com', 'Stripe: address of its API'),
}
type Reader = SettingReader<VariableName<typeof variables>>

export interface StripeSettings extends StripeCallbackSettings {
  secretKey: string
  apiUrl: string
}

/** Reads and checks the settings; `undefined` with faults noted in `reader`, or when the provider is off. */
export function readSettings(reader: Reader): StripeSettings | undefined {
  const livemode = reader.flag('STRIPE_LIVEMODE')
  const secretKey = reader.secret('STRIPE_SECRET_KEY', 'STRIPE_SECRET_KEY_FILE')
  const mode = /^[sr]k_(test|live)_\w{8,255}$/.exec(secretKey ?? '')?.[1]
  if (secretKey !== undefined && mode === undefined) reader.fault('STRIPE_SECRET_KEY', 'must be a key, sk_… or rk_…')
  if (mode !== undefined && (mode === 'live') !== livemode)
    reader.fault('STRIPE_SECRET_KEY', `is a key of ${mode} mode, and STRIPE_LIVEMODE is ${livemode ? 'on' : 'off'}`)
  const secrets = reader.secret('STRIPE_WEBHOOK_SECRETS', 'STRIPE_WEBHOOK_SECRETS_FILE')
  const webhookSecrets = secrets?.split(/[\s,]+/).filter((secret) => secret !== '') ?? []
  const wrong = webhookSecrets.length === 0 || !webhookSecrets.every((secret) => /^whsec_\S{8,255}$/.test(secret))
  if (secrets !== undefined && wrong) reader.fault('STRIPE_WEBHOOK_SECRETS', 'must be signing secrets, whsec_…')
  const api = reader.url('STRIPE_API_URL')
  if (!secretKey || !api) return undefined
  return { secretKey, webhookSecrets, livemode, apiUrl: api.href }
}
