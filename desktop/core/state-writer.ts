import type { Clock } from '../../shared/clock.ts'
import type { Logger, StateFile } from './ports.ts'

const RETRY_BASE_MS = 1_000
const RETRY_MAX_MS = 30_000

export interface StateWriter {
  /** Plans a write: the state has changed. Changes until that write begins go into it. */
  touch(): void
  /** Resolves when every earlier change is on disk, or when a write has failed (it is retried later). Never rejects. */
  flush(): Promise<void>
  /** Whether the last write succeeded. */
  healthy(): boolean
  /** Ends the retries. */
  close(): void
}

/**
 * Writes one state into one file, one write at a time; changes during a write go into the next. `saved` receives the
 * value that is now on disk, so that an ack can promise nothing else. A failed write is logged and retried, after 1 s
 * up to 30 s.
 */
export function createStateWriter<T>(deps: {
  file: StateFile
  clock: Clock
  log: Logger
  /** The state to write now; an immutable value. */
  current(): T
  text(value: T): string
  saved?(value: T): void
  /** Called when the disk begins to fail, and when it works again. */
  healthChanged?(): void
}): StateWriter {
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
    // Changes of the same moment go into one write.
    await undefined
    while (dirty) {
      dirty = false
      const value = deps.current()
      if (!(await written(deps.text(value)))) break
      deps.saved?.(value)
    }
    // No `await` between the last look at `dirty` and this line, or a change between the two would not be written.
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
