import type { Clock } from '../../../../shared/clock.ts'
import { nothingOpen, type Status } from '../../../core/bell/status.ts'

/** So long nothing has rung, nothing was answered and nobody was at the window: then the shop is quiet. */
const CALM_MS = 10 * 60_000

export type Standing = Pick<Status, 'link' | 'unanswered' | 'answersWaiting'>

/** Whether this device knows that nothing waits: offline, an order may stand at the server unheard. */
function isSure({ link }: Standing): boolean {
  return link === 'connected' || link === 'refused' || link === 'unpaired'
}

export interface Calm {
  /** To be called every few seconds. */
  look(): void
  /** Something happened at the bell: the quiet begins anew. */
  stirred(): void
  /** The shop is quiet, and has been for ten minutes. */
  lasts(): boolean
}

/** Watches for a moment in which nobody misses the bell for the half minute that an installation takes. */
export function createCalm(deps: { clock: Clock; standing(): Standing; inUse(): boolean }): Calm {
  const { clock } = deps
  let since: number | undefined
  const quiet = () => nothingOpen(deps.standing()) && isSure(deps.standing()) && !deps.inUse()
  return {
    look() {
      if (!quiet()) since = undefined
      else since ??= clock.elapsed()
    },
    stirred() {
      since = undefined
    },
    lasts: () => quiet() && since !== undefined && clock.elapsed() - since >= CALM_MS,
  }
}
