import type { Ring } from '../../../core/ports.ts'
import type { ChimeSound } from '../ipc/ipc-contract.ts'

/**
 * Chooses the sound: an order sounds friendly; everything that must interrupt sounds urgent: urge, cancellation, being
 * offline, level 3.
 */
export function soundOf({ kind, level }: Pick<Ring, 'kind' | 'level'>): ChimeSound {
  if (kind === 'urge' || kind === 'cancel' || level === 3) return 'urgent'
  return kind === 'notice' && level > 1 ? 'urgent' : 'new-order'
}
