import type { Clock } from '../../../../shared/clock.ts'
import type { Logger } from '../../../core/ports.ts'
import type { Saver } from '../../../core/state-writer.ts'
import { within } from '../../../core/with-timeout.ts'

/** How long the end waits for the disk. */
const LIMIT_MS = 5_000

export type Kept = Pick<Saver, 'flush' | 'close'>

/** Waits until what these keep is on disk, but not for ever: a disk that hangs must not hold up a shutdown. Never rejects. */
export async function lastWrites(deps: { clock: Clock; log: Logger; kept: readonly Kept[] }): Promise<void> {
  const { clock, log, kept } = deps
  for (const one of kept) one.close()
  const done = await within(clock, LIMIT_MS, () => Promise.all(kept.map((one) => one.flush())))
  if (done === 'timeout') log.warn('the disk took too long at the end', { limitMs: LIMIT_MS })
}
