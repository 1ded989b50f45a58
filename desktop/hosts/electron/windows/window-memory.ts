import type { Clock } from '../../../../shared/clock.ts'
import type { FlushableStore } from '../../../core/flush-stores.ts'
import { loadState } from '../../../core/load-state.ts'
import type { Logger, StateFile } from '../../../core/ports.ts'
import { createSaver } from '../../../core/state-writer.ts'
import { type WindowState, windowStateSchema } from './fit-bounds.ts'

/** Where the main window was, and how. */
export interface WindowMemory extends FlushableStore {
  /** As it was left; `undefined` when there is nothing usable. */
  saved: WindowState | undefined
  remember(state: WindowState): void
}

export async function loadWindowMemory(deps: { file: StateFile; clock: Clock; log: Logger }): Promise<WindowMemory> {
  const saved = await loadState(deps.file, windowStateSchema, deps.log)
  let state = saved
  const saver = createSaver({ ...deps, current: () => state, text: (value) => JSON.stringify(value) })
  return {
    saved,
    remember(next) {
      // A window that closes for good has been stored already, and must not begin a write that nobody waits for.
      if (JSON.stringify(next) === JSON.stringify(state)) return
      state = next
      saver.touch()
    },
    flush: saver.flush,
    close: saver.close,
  }
}
