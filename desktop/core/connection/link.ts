import type { CloseName } from '../../../shared/protocol/close-codes.ts'
import type { LinkFault } from '../ports.ts'

/**
 * stopped → connecting → catching_up → in_sync; from each of these → waiting → connecting again, or → refused, which
 * only a human ends.
 */
export type Phase = 'stopped' | 'connecting' | 'catching_up' | 'in_sync' | 'waiting' | 'refused'

export interface Link {
  phase: Phase
  /** Wall time, milliseconds, since when the client is in sync, or since when it is not. */
  since: number
  /** The number of failed attempts since the client was last in sync. */
  failures: number
  /** With `refused`: the name of the close code. */
  refused?: CloseName
  /** The reason of the failures, as far as it is known. */
  fault?: LinkFault
}
