import * as z from 'zod'
import type { Clock } from '../../../../shared/clock.ts'
import type { FlushableStore } from '../../../core/flush-stores.ts'
import { loadState } from '../../../core/load-state.ts'
import type { Logger, StateFile } from '../../../core/ports.ts'
import { createStateWriter } from '../../../core/state-writer.ts'

/** The state of this host beside the bell's settings. Every field falls back to its default on its own. */
const hostStateSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']).catch('system'),
  soundChecked: z.boolean().catch(false),
  startAtLogin: z.boolean().catch(false),
})
export type HostState = Readonly<z.infer<typeof hostStateSchema>>

export interface HostStateStore extends FlushableStore {
  /** No state was stored: this is the first start of this user. */
  first: boolean
  get(): HostState
  change(patch: Partial<HostState>): void
}

/** Reads the stored state. A write that fails is logged and tried again. Never rejects. */
export async function loadHostState(deps: { file: StateFile; clock: Clock; log: Logger }): Promise<HostStateStore> {
  const kept = await loadState(deps.file, hostStateSchema, deps.log)
  let state = kept ?? hostStateSchema.parse({})
  const writer = createStateWriter<HostState>({
    ...deps,
    current: () => state,
    text: (value) => JSON.stringify(value, null, 2),
  })
  return {
    first: kept === undefined,
    get: () => state,
    change(patch) {
      state = { ...state, ...patch }
      writer.touch()
    },
    flush: writer.flush,
    close: writer.close,
  }
}
