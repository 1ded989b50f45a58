import { createHash } from 'node:crypto'
import type { Logger } from 'pino'
import { readSettings } from './provider-settings.ts'
import type { ProviderDeps, ProviderHandle, ProviderModule } from './providers/port.ts'
import type { Variables } from './providers/setting-reader.ts'

/** A provider with its configuration, whose key files may change while the server runs. */
export interface ReloadableProvider {
  module: ProviderModule
  /** The faults of the settings as they were first read. */
  faults: readonly string[]
  /** Resolves to `undefined` when the provider is off. */
  open(deps: ProviderDeps, logger: Logger): Promise<ProviderHandle | undefined>
  /**
   * Reads the key files again. Resolves to `undefined` when they have not changed, and when they are wrong, which is
   * logged once for each change.
   */
  reload(deps: ProviderDeps, logger: Logger): Promise<ProviderHandle | undefined>
}

/** Makes a provider whose keys can be read again while it is open. */
export function createReloadableProvider(module: ProviderModule, variables: Variables): ReloadableProvider {
  const { name: provider } = module
  const first = readSettings(module, variables)
  let seen = hash(first.fingerprint)
  return {
    module,
    faults: first.faults,
    async open(deps, logger) {
      const { settings } = first
      if (settings === undefined) return undefined
      if (settings.apiUrl?.startsWith('http:') === true) {
        logger.warn({ provider }, 'NO REAL MONEY: this provider is an imitation on this machine')
      }
      return await module.open(settings, deps)
    },
    async reload(deps, logger) {
      const { settings, faults, fingerprint } = readSettings(module, variables)
      if (hash(fingerprint) === seen) return undefined
      seen = hash(fingerprint)
      if (settings === undefined) {
        logger.error({ provider, faults }, 'new payment keys are wrong; the old ones stay')
        return undefined
      }
      const handle = await module.open(settings, deps)
      logger.info({ provider }, 'payment keys have changed')
      return handle
    },
  }
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64')
}
