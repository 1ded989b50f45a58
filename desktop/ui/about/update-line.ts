import type { UpdateView } from '../bridge.ts'
import type { UpdateWords } from '../messages/messages.ts'

/** Where things stand, in one sentence. */
export function updateLine({ off, phase, byHand, checkedAt, fault }: UpdateView, words: UpdateWords): string {
  if (off !== null) return words.off[off]
  if (phase === 'ready' && byHand) return words.readyByHand
  if (phase !== 'idle') return words.phase[phase]
  if (fault !== null) return words.fault[fault]
  return checkedAt === null ? words.unknown : words.current
}
