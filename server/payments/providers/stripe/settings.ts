import type { ProviderVariables } from '../../provider-variables.ts'
import type { SettingReader } from '../setting-reader.ts'
import type { StripeNotifySettings } from './verify.ts'

export interface StripeSettings extends StripeNotifySettings {
  secretKey: string
  apiUrl: string
}

export function readStripe(reader: SettingReader, variables: ProviderVariables): StripeSettings | undefined {
  const livemode = variables.STRIPE_LIVEMODE
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
