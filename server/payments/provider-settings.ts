import type { ProviderVariables } from './provider-variables.ts'
import { readAlipay } from './providers/alipay/settings.ts'
import { createSettingReader, type SettingReader } from './providers/setting-reader.ts'
import { readStripe } from './providers/stripe/settings.ts'
import { readWechatpay } from './providers/wechatpay/settings.ts'

/** What one provider is set up with. `settings` is absent when it is off, and when `faults` says what is wrong. */
export interface ReadSettings<Settings> {
  on: boolean
  settings?: Settings
  faults: string[]
  fingerprint: string
}

/** Every fault in the settings of the providers that are on: of one variable, between them, and in their files. */
export function providerFaults(variables: ProviderVariables): string[] {
  return [...new Set(Object.values(SETTINGS).flatMap((read) => read(variables).faults))]
}

/** Reads the settings of one provider, its key files included. A provider is on when one of its variables is set. */
export const SETTINGS = {
  wechatpay: (variables: ProviderVariables) => readSettings(variables, 'WECHATPAY_', readWechatpay),
  alipay: (variables: ProviderVariables) => readSettings(variables, 'ALIPAY_', readAlipay),
  stripe: (variables: ProviderVariables) => readSettings(variables, 'STRIPE_', readStripe),
}

/** Where a provider's API stands and how it behaves do not switch it on. */
const NOT_A_SWITCH = /_(API_URL|GATEWAY_URL|LIVEMODE)$/

function readSettings<Settings>(
  variables: ProviderVariables,
  prefix: string,
  read: (reader: SettingReader, variables: ProviderVariables) => Settings | undefined,
): ReadSettings<Settings> {
  const set = Object.entries(variables).filter(([, value]) => value !== undefined)
  const on = set.some(([name]) => name.startsWith(prefix) && !NOT_A_SWITCH.test(name))
  if (!on) return { on, faults: [], fingerprint: '' }
  const reader = createSettingReader(variables)
  const settings = read(reader, variables)
  const { faults } = reader
  const sound = faults.length === 0 && settings !== undefined
  return { on, faults, fingerprint: reader.fingerprint(), ...(sound && { settings }) }
}
