import type { Logger } from 'pino'
import type { Provider } from '../../shared/api/payments.ts'
import { configError } from '../lib/config-error.ts'
import { ALL_PROVIDERS } from './all-providers.ts'
import type { CallbackVerifier, ProviderClient, ProviderDeps, ProviderHandle } from './providers/port.ts'
import type { Variables } from './providers/setting-reader.ts'
import { createReloadableProvider } from './reloadable-provider.ts'

export interface ProvidersDeps extends Omit<ProviderDeps, 'callbackUrl'> {
  logger: Logger
  /** The address at which providers reach this server. */
  publicUrl(): string
  /** Clients beside those of the configuration, and in their place. */
  clients?: readonly ProviderClient[]
}

/** The payment providers that are switched on. The maps stay the same; their values change with the keys. */
export interface Providers {
  verifiers: ReadonlyMap<Provider, CallbackVerifier>
  clients: ReadonlyMap<Provider, ProviderClient>
  /** The secret that this server shares with the shop's own payment system. */
  sharedSecret: string
  /**
   * Reads the key files again and takes over those that have changed. New keys that are wrong are logged, once, and the
   * old ones stay: a rotation that is half done must not cost a payment.
   */
  reload(): Promise<void>
}

/**
 * Reads the settings of every provider, before anything is opened. Throws a ConfigError that tells every fault. `open`
 * opens the providers that are switched on.
 */
export function readProviders(variables: Variables): { open(deps: ProvidersDeps): Promise<Providers> } {
  const providers = ALL_PROVIDERS.map((module) => createReloadableProvider(module, variables))
  const faults = new Set(providers.flatMap((provider) => provider.faults))
  if (faults.size > 0) throw configError([...faults])

  async function open(deps: ProvidersDeps): Promise<Providers> {
    const { logger } = deps
    const opened = await Promise.all(
      providers.map(async ({ module: { name }, open, reload }) => {
        const own = { ...deps, callbackUrl: () => callbackUrl(deps, name) }
        const handle = await open(own, logger)
        return handle === undefined ? [] : [{ name, handle, reload: () => reload(own, logger) }]
      }),
    )
    const on = opened.flat()
    const verifiers = new Map<Provider, CallbackVerifier>()
    const clients = new Map<Provider, ProviderClient>()
    const given = new Map((deps.clients ?? []).map((client) => [client.provider, client]))
    function take(name: Provider, { verifier, client }: ProviderHandle): void {
      verifiers.set(name, verifier)
      if (client !== undefined && !given.has(name)) clients.set(name, client)
    }
    for (const { name, handle } of on) take(name, handle)
    for (const [name, client] of given) clients.set(name, client)
    return {
      verifiers,
      clients,
      sharedSecret: sharedSecretOf(on.map(({ handle }) => handle)),
      async reload() {
        for (const { name, reload } of on) {
          const handle = await reload()
          if (handle !== undefined) take(name, handle)
        }
      },
    }
  }

  return { open }
}

/** Throws when no provider shares a secret, which only a wrong list of providers can bring about. */
function sharedSecretOf(handles: readonly ProviderHandle[]): string {
  const secret = handles.find(({ sharedSecret }) => sharedSecret !== undefined)?.sharedSecret
  if (secret === undefined) throw new Error('no provider shares a secret with the shop')
  return secret
}

/** Without a query, and without a session: WeChat takes no other address. */
function callbackUrl({ publicUrl }: ProvidersDeps, name: Provider): string {
  return `${publicUrl().replace(/\/$/, '')}/notify/${name}`
}
