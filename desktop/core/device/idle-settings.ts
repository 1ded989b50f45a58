import type { Clock } from '../../../shared/clock.ts'
import type { Locale } from '../../../shared/locales.ts'
import type { Logger, StateFile } from '../ports.ts'
import type { Settings } from '../settings.ts'
import { createSettingsStore, type SettingsStore } from '../settings-store.ts'

/** The settings of a device while no bell runs, and whether a human has chosen their language. */
export interface IdleSettings extends Pick<SettingsStore, 'get' | 'change' | 'flush' | 'close'> {
  load(): Promise<void>
  /** Whether a language was chosen here, or stands in the file. */
  languageChosen(): boolean
}

/**
 * Keeps the settings before pairing. `locale` is the language until one is chosen; without it the default of the
 * settings counts as chosen.
 */
export function createIdleSettings(deps: {
  file: StateFile
  clock: Clock
  log: Logger
  locale?: Locale | undefined
  changed(): void
}): IdleSettings {
  const { file, locale } = deps
  const store = createSettingsStore(deps)
  let chosen = locale === undefined

  function get(): Settings {
    return chosen || locale === undefined ? store.get() : { ...store.get(), locale }
  }

  return {
    async load() {
      const stored = await file.read().catch(() => null)
      chosen ||= stored !== null
      await store.load()
    },
    get,
    change(patch) {
      const whole = { ...get(), ...patch }
      chosen ||= patch.locale !== undefined
      store.change(whole)
    },
    languageChosen: () => chosen,
    flush: store.flush,
    close: store.close,
  }
}
