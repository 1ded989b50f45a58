import type { Clock } from '../../../../shared/clock.ts'
import type { FlushableStore } from '../../../core/flush-stores.ts'
import { loadState } from '../../../core/load-state.ts'
import type { Logger, StateFile } from '../../../core/ports.ts'
import { createStateWriter } from '../../../core/state-writer.ts'
import { type WindowState, windowStateSchema } from './fit-bounds.ts'

/** The place and the size of the main window, in a file. */
export interface WindowStateStore extends FlushableStore {
  /** The state that the last run left; `undefined` when there is nothing usable. */
  saved: WindowState | undefined
  remember(state: WindowState): void
}

/** Reads the window's state. Never rejects. */
export async function loadWindowState(deps: { file: StateFile; clock: Clock; log: Logger }): Promise<WindowStateStore> {
  const saved = await loadState(deps.file, windowStateSchema, deps.log)
  let state = saved
  const writer = createStateWriter({ ...deps, current: () => state, text: (value) => JSON.stringify(value) })
  return {
    saved,
    remember(next) {
      // A window that closes for good has been stored already, and must not begin a write that nobody waits for.
      if (JSON.stringify(next) === JSON.stringify(state)) return
      state = next
      writer.touch()
    },
    flush: writer.flush,
    close: writer.close,
  }
}
