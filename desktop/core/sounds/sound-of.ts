import { LEVEL } from '../../../shared/reminder.ts'
import type { Ring } from '../ports.ts'
import type { SoundName } from './sound-table.ts'

const SOUND_OF_KIND: Record<Ring['kind'], SoundName> = {
  new_order: 'new-order',
  urge: 'urge',
  cancel: 'cancel',
  missed: 'overdue',
  other: 'notice',
  offline: 'offline',
  notice: 'notice',
}

/** Chooses the sound of a ring. An order that still waits at the loudest level is overdue, as a missed one is. */
export function soundOf({ kind, level }: Pick<Ring, 'kind' | 'level'>): SoundName {
  return kind === 'new_order' && level === LEVEL.loudest ? 'overdue' : SOUND_OF_KIND[kind]
}
