import type { Clock } from '../../../../shared/clock.ts'
import type { Logger } from '../../../core/ports.ts'

/** So long a system that asked whether its session may end has not made up its mind. */
const UNDECIDED_MS = 30_000

export interface Ending {
  /** What a window asks before it closes: whether it goes for good, or is put away. */
  quitting(): boolean
  /** The end has begun: nothing is drawn any more. */
  begun(): boolean
  /** Whether the app may go now. If not, what was begun is being stored, and `quit` is called when it has been. */
  mayQuit(): boolean
  /**
   * The session of the system may be about to end. Any program may still object, and nobody says so; meanwhile windows
   * close for good, and everything rings on. What changes is on disk within moments anyhow.
   */
  perhaps(): void
}

/** The end of the app: asked for, then everything stored, then gone. */
export function createEnding(deps: {
  clock: Clock
  /** Stops everything and stores it. */
  flush(): Promise<void>
  quit(): void
  log: Logger
}): Ending {
  let stage: 'no' | 'perhaps' | 'flushing' | 'yes' = 'no'
  let cancel = () => {}

  async function flush(): Promise<void> {
    try {
      await deps.flush()
    } catch (error) {
      deps.log.error('the end was not in good order', { error: String(error) })
    }
    stage = 'yes'
    deps.quit()
  }

  return {
    quitting: () => stage !== 'no',
    begun: () => stage === 'flushing' || stage === 'yes',
    mayQuit() {
      if (stage === 'no' || stage === 'perhaps') {
        cancel()
        stage = 'flushing'
        void flush()
      }
      return stage === 'yes'
    },
    perhaps() {
      if (stage !== 'no' && stage !== 'perhaps') return
      stage = 'perhaps'
      cancel()
      cancel = deps.clock.after(UNDECIDED_MS, () => {
        stage = 'no'
      })
    },
  }
}
