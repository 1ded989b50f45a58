import * as z from 'zod'
import { loadState } from '../../core/load-state.ts'
import type { Logger, StateFile } from '../../core/ports.ts'

/** What this host remembers beside the bell's settings. Every field falls back to its default on its own. */
const hostStateSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']).catch('system'),
  soundChecked: z.boolean().catch(false),
  startAtLogin: z.boolean().catch(false),
})
export type HostState = Readonly<z.infer<typeof hostStateSchema>>

export interface HostStateStore {
  /** Nothing was remembered: the first start of this user. */
  first: boolean
  get(): HostState
  change(patch: Partial<HostState>): void
}

/** Reads what was remembered. A write that fails is logged; nothing here is worth more than that. */
export async function loadHostState(file: StateFile, log: Logger): Promise<HostStateStore> {
  const kept = await loadState(file, hostStateSchema, log)
  let state = kept ?? hostStateSchema.parse({})
  return {
    first: kept === undefined,
    get: () => state,
    change(patch) {
      state = { ...state, ...patch }
      file.write(JSON.stringify(state, null, 2)).catch((error: unknown) => {
        log.warn('the host state could not be written', { error: String(error) })
      })
    },
  }
}
