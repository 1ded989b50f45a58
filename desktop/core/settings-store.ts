import * as z from 'zod'
import type { Clock } from '../../shared/clock.ts'
import { loadState } from './load-state.ts'
import type { Logger, StateFile } from './ports.ts'
import { DEFAULT_SETTINGS, parseSettings, type Settings } from './settings.ts'
import { createStateWriter } from './state-writer.ts'

export interface SettingsStore {
  load(): Promise<void>
  get(): Settings
  /** Changes settings. A number out of bounds becomes the nearest bound; any other bad value becomes its default. */
  change(patch: Partial<Settings>): void
  /** Whether the last write succeeded. */
  healthy(): boolean
  flush(): Promise<void>
  close(): void
}

/** Keeps the settings of this device in one file. */
export function createSettingsStore(deps: {
  file: StateFile
  clock: Clock
  log: Logger
  changed(): void
}): SettingsStore {
  let settings = DEFAULT_SETTINGS
  const writer = createStateWriter<Settings>({
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
      writer.touch()
      deps.changed()
    },
    healthy: writer.healthy,
    flush: writer.flush,
    close: writer.close,
  }
}
