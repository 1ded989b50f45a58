import { LEVEL } from '../../../../shared/reminder.ts'
import type { Ring } from '../../../core/ports.ts'
import type { ChimeSound } from '../ipc/ipc-contract.ts'

/**
 * Chooses the sound: an order sounds friendly; everything that must interrupt sounds urgent: urge, cancellation, missed
 * order, being offline, the loudest level.
 */
export function soundOf({ kind, level }: Pick<Ring, 'kind' | 'level'>): ChimeSound {
  if (kind === 'urge' || kind === 'cancel' || kind === 'missed' || level === LEVEL.loudest) return 'urgent'
  return kind === 'notice' && level > LEVEL.normal ? 'urgent' : 'new-order'
}
