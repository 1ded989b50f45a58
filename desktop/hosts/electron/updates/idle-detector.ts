import type { Clock } from '../../../../shared/clock.ts'
import { nothingOpen, type Status } from '../../../core/bell/status.ts'

/** The shop counts as quiet after this time without a ring, an answer, or a human at the window. */
const IDLE_MS = 10 * 60_000

/** The part of the status that tells whether somebody needs the bell. */
export type OpenWork = Pick<Status, 'link' | 'unanswered' | 'answersWaiting'>

/** Tells whether this device can know that nothing waits: offline, an order may stand at the server unheard. */
function isSure({ link }: OpenWork): boolean {
  return link === 'connected' || link === 'refused' || link === 'unpaired'
}

export interface IdleDetector {
  /** Looks at the shop; to be called every few seconds. */
  look(): void
  /** Begins the quiet anew: something happened at the bell. */
  noteActivity(): void
  /** The shop is quiet, and has been for ten minutes. */
  isIdle(): boolean
}

/** Watches for a moment in which nobody misses the bell for the half minute that an installation takes. */
export function createIdleDetector(deps: { clock: Clock; openWork(): OpenWork; inUse(): boolean }): IdleDetector {
  const { clock } = deps
  let since: number | undefined
  const quiet = () => nothingOpen(deps.openWork()) && isSure(deps.openWork()) && !deps.inUse()
  return {
    look() {
      if (!quiet()) since = undefined
      else since ??= clock.elapsed()
    },
    noteActivity() {
      since = undefined
    },
    isIdle: () => quiet() && since !== undefined && clock.elapsed() - since >= IDLE_MS,
  }
}
