import * as z from 'zod'
import { ALL_PROVIDERS } from './all-providers.ts'
import type { ProviderModule, ProviderSettings } from './providers/port.ts'
import { createSettingReader, type Variables } from './providers/setting-reader.ts'

/** The settings of one provider. `settings` is absent when the provider is off, and when there are faults. */
export interface ReadSettings<Settings> {
  on: boolean
  settings?: Settings
  /** Each as `NAME: what was expected`. */
  faults: readonly string[]
  /** Everything that was read from files: other files, other text. */
  fingerprint: string
}

/**
 * Lists every fault in the settings of the providers that are on: of one variable, between them, and in their files.
 */
export function providerFaults(variables: Variables): string[] {
  return [...new Set(ALL_PROVIDERS.flatMap((module: ProviderModule) => readSettings(module, variables).faults))]
}

/** Reads the settings of one provider, its key files included. */
export function readSettings<Settings extends ProviderSettings>(
  module: ProviderModule<Settings>,
  variables: Variables,
): ReadSettings<Settings> {
  if (!isOn(module, variables)) return { on: false, faults: [], fingerprint: '' }
  const reader = createSettingReader(variables)
  const settings = module.readSettings(reader)
  const { faults } = reader
  const sound = faults.length === 0 && settings !== undefined
  return { on: true, faults, fingerprint: reader.fingerprint(), ...(sound && { settings }) }
}

/** A variable that has a default says where a provider's API stands or how it behaves, and does not switch it on. */
function isOn({ alwaysOn, variables: own }: ProviderModule, variables: Variables): boolean {
  const switches = Object.entries(own).filter(([, schema]) => z.safeParse(schema, undefined).data === undefined)
  return alwaysOn || switches.some(([name]) => variables[name] !== undefined)
}
