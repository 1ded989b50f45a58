import type { Clock } from '../../shared/clock.ts'
import type { Logger, StateFile } from './ports.ts'

const RETRY_BASE_MS = 1_000
const RETRY_MAX_MS = 30_000

export interface Saver {
  /** The state has changed: it goes to disk, together with whatever changes until that write begins. */
  touch(): void
  /** Resolves when all that was touched before is on disk, or when a write has failed (it is retried later). Never rejects. */
  flush(): Promise<void>
  /** Whether the last write succeeded. */
  healthy(): boolean
  /** Ends the retries. */
  close(): void
}

/**
 * Keeps one state in one file: one write at a time; changes made while it runs gather into the next. `saved` receives
 * the very value that is now on disk, so who promises something about stored state (an ack) can promise nothing else.
 */
export function createSaver<T>(deps: {
  file: StateFile
  clock: Clock
  log: Logger
  /** The state to be written now. An immutable value. */
  current(): T
  text(value: T): string
  saved?(value: T): void
  /** The disk has begun to fail, or works again. */
  healthChanged?(): void
}): Saver {
  let dirty = false
  let running: Promise<void> | undefined
  let failures = 0
  let closed = false
  let cancelRetry = () => {}

  function touch(): void {
    dirty = true
    running ??= drain()
  }

  async function drain(): Promise<void> {
    cancelRetry()
    // Everything that changes in the same moment goes into one write.
    await undefined
    while (dirty) {
      dirty = false
      const value = deps.current()
      if (!(await written(deps.text(value)))) break
      deps.saved?.(value)
    }
    // In the same breath as the last look at `dirty`, so that no touch falls between the two.
    running = undefined
  }

  async function written(text: string): Promise<boolean> {
    try {
      await deps.file.write(text)
    } catch (error) {
      dirty = true
      failures++
      deps.log.error('the state could not be written', { error: String(error), failures })
      if (!closed) cancelRetry = deps.clock.after(Math.min(RETRY_MAX_MS, RETRY_BASE_MS * 2 ** (failures - 1)), touch)
      if (failures === 1) deps.healthChanged?.()
      return false
    }
    const recovered = failures > 0
    failures = 0
    if (recovered) deps.healthChanged?.()
    return true
  }

  return {
    touch,
    async flush() {
      if (dirty) touch()
      await running
    },
    healthy: () => failures === 0,
    close() {
      closed = true
      cancelRetry()
    },
  }
}
