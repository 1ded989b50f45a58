import * as z from 'zod'
import type { Clock } from '../../shared/clock.ts'
import { loadState } from './load-state.ts'
import type { Logger, StateFile } from './ports.ts'
import { DEFAULT_SETTINGS, parseSettings, type Settings } from './settings.ts'
import { createSaver } from './state-writer.ts'

export interface SettingsStore {
  load(): Promise<void>
  get(): Settings
  /** Numbers are brought into their bounds; what makes no sense at all becomes the default. */
  change(patch: Partial<Settings>): void
  healthy(): boolean
  flush(): Promise<void>
  close(): void
}

/** The settings of this device, in one file. */
export function createSettingsStore(deps: {
  file: StateFile
  clock: Clock
  log: Logger
  changed(): void
}): SettingsStore {
  let settings = DEFAULT_SETTINGS
  const saver = createSaver<Settings>({
    ...deps,
    current: () => settings,
    text: (value) => JSON.stringify(value, null, 2),
    healthChanged: deps.changed,
  })

  return {
    async load() {
      settings = parseSettings(await loadState(deps.file, z.record(z.string(), z.unknown()), deps.log))
    },
    get: () => settings,
    change(patch) {
      settings = parseSettings({ ...settings, ...patch })
      saver.touch()
      deps.changed()
    },
    healthy: saver.healthy,
    flush: saver.flush,
    close: saver.close,
  }
}
