import type { Clock } from '../../../../shared/clock.ts'
import type { Logger } from '../../../core/ports.ts'

/** A system that asked whether its session may end, and has not ended it after this time, goes on. */
const UNDECIDED_MS = 30_000

export interface Shutdown {
  /** Tells a window that closes whether to go for good; else it is put away. */
  isQuitting(): boolean
  /** The end has begun: nothing is drawn any more. */
  hasBegun(): boolean
  /** Whether the app may go now. If not, its state is being stored, and `quit` is called afterwards. */
  canQuit(): boolean
  /**
   * The session of the system may be about to end. Any program may still object, and nobody says so; meanwhile windows
   * close for good, and everything rings on. Changes are on disk within moments anyhow.
   */
  expectSessionEnd(): void
}

/** Runs the end of the app: asked for, then everything stored, then gone. */
export function createShutdown(deps: {
  clock: Clock
  /** Stops everything and stores it. */
  flush(): Promise<void>
  quit(): void
  log: Logger
}): Shutdown {
  let stage: 'running' | 'session_ending' | 'flushing' | 'done' = 'running'
  let cancel = () => {}

  async function flush(): Promise<void> {
    try {
      await deps.flush()
    } catch (error) {
      deps.log.error('the end was not in good order', { error: String(error) })
    }
    stage = 'done'
    deps.quit()
  }

  return {
    isQuitting: () => stage !== 'running',
    hasBegun: () => stage === 'flushing' || stage === 'done',
    canQuit() {
      if (stage === 'running' || stage === 'session_ending') {
        cancel()
        stage = 'flushing'
        void flush()
      }
      return stage === 'done'
    },
    expectSessionEnd() {
      if (stage !== 'running' && stage !== 'session_ending') return
      stage = 'session_ending'
      cancel()
      cancel = deps.clock.after(UNDECIDED_MS, () => {
        stage = 'running'
      })
    },
  }
}
