import { alipay } from './providers/alipay/index.ts'
import type { ProviderModule } from './providers/port.ts'
import { standardWebhooks } from './providers/standard-webhooks/index.ts'
import { stripe } from './providers/stripe/index.ts'
import { sharedVariables } from './providers/variables.ts'
import { wechatpay } from './providers/wechatpay/index.ts'

/** The payment providers, in the order of the documentation. A new one is a folder in providers/ and a line here. */
export const ALL_PROVIDERS = [standardWebhooks, wechatpay, alipay, stripe] as const satisfies readonly ProviderModule[]

/** The configuration variables of all modules in one object. */
type VariablesOf<Modules> = Modules extends readonly [{ variables: infer First }, ...infer Rest]
  ? First & VariablesOf<Rest>
  : unknown

/** The configuration variables of the payment providers, by name; a part of the configuration's schema. */
export const providerVariables = {
  ...sharedVariables,
  ...(Object.fromEntries(ALL_PROVIDERS.flatMap(({ variables }) => Object.entries(variables))) as VariablesOf<
    typeof ALL_PROVIDERS
  >),
}
