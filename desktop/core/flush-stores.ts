import type { Clock } from '../../shared/clock.ts'
import type { Logger } from './ports.ts'
import type { StateWriter } from './state-writer.ts'
import { withTimeout } from './with-timeout.ts'

/** The longest wait for the disk. */
const LIMIT_MS = 5_000

/** A store that writes its own file. */
export type FlushableStore = Pick<StateWriter, 'flush' | 'close'>

/**
 * Waits until the changes of these stores are on disk, 5 s at most: a disk that hangs must not hold up a shutdown. The
 * stores write nothing afterwards. Never rejects.
 */
export async function flushStores(deps: {
  clock: Clock
  log: Logger
  stores: readonly FlushableStore[]
}): Promise<void> {
  const { clock, log, stores } = deps
  for (const store of stores) store.close()
  const done = await withTimeout(clock, LIMIT_MS, () => Promise.all(stores.map((store) => store.flush())))
  if (done === 'timeout') log.warn('the disk took too long at the end', { limitMs: LIMIT_MS })
}
