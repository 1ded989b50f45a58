import { createHash } from 'node:crypto'
import type { Logger } from 'pino'
import type { Provider } from '../../shared/api/payments.ts'
import type { Clock } from '../../shared/clock.ts'
import type { ReadSettings } from './provider-settings.ts'
import type { ProviderVariables } from './provider-variables.ts'
import type { NotifyAdapter, ProviderClient } from './providers/port.ts'

export interface ProvidersDeps {
  variables: ProviderVariables
  clock: Clock
  logger: Logger
  /** Where providers reach this server. */
  publicUrl(): string
}

/** What speaks to one provider, with the keys of this moment. */
export interface Side {
  adapter: NotifyAdapter
  client: ProviderClient
}

/** A provider's place: what speaks to it, and the settings that it was made from. */
export interface Slot {
  provider: Provider
  /** Resolves to what is wrong. */
  open(): Promise<string[]>
  isOn(): boolean
  /** Of a provider that is on. */
  side(): Side
  reload(): Promise<void>
}

export function createSlot<Settings extends { apiUrl: string }>(
  provider: Provider,
  deps: ProvidersDeps,
  read: (variables: ProviderVariables) => ReadSettings<Settings>,
  make: (settings: Settings, deps: ProvidersDeps) => Promise<Side>,
): Slot {
  const { logger, variables } = deps
  let current: Side | undefined
  let seen = ''
  return {
    provider,
    isOn: () => current !== undefined,
    side() {
      if (current === undefined) throw new Error(`${provider} is not switched on`)
      return current
    },
    async open() {
      const { settings, faults, fingerprint } = read(variables)
      seen = hash(fingerprint)
      if (settings === undefined) return faults
      current = await make(settings, deps)
      if (settings.apiUrl.startsWith('http:')) {
        logger.warn({ provider }, 'NO REAL MONEY: this provider is an imitation on this machine')
      }
      return []
    },
    async reload() {
      const { settings, faults, fingerprint } = read(variables)
      if (hash(fingerprint) === seen) return
      seen = hash(fingerprint)
      if (settings === undefined)
        return logger.error({ provider, faults }, 'new payment keys are wrong; the old ones stay')
      current = await make(settings, deps)
      logger.info({ provider }, 'payment keys have changed')
    },
  }
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64')
}
