import type { UpdateView } from '../bridge.ts'
import type { UpdateMessages } from '../messages/update-messages.ts'

/** Writes the state of an update as one sentence. */
export function updateLine({ off, phase, byHand, checkedAt, fault }: UpdateView, messages: UpdateMessages): string {
  if (off !== null) return messages.off[off]
  if (phase === 'ready' && byHand) return messages.readyByHand
  if (phase !== 'idle') return messages.phase[phase]
  if (fault !== null) return messages.fault[fault]
  return checkedAt === null ? messages.unknown : messages.current
}
