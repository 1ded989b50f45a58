import type { Chime, Outcome } from '../../../core/ports.ts'
import { soundOf } from '../../../core/sounds/sound-of.ts'
import type { Push } from '../ipc/ipc-contract.ts'

export interface PageChime extends Chime {
  /** The page reports how the sound `id` went. */
  rung(id: number, outcome: Outcome): void
}

/**
 * Plays the chime in a page: Chromium has a mixer, a volume and the right output everywhere. The core bounds the wait.
 */
export function createChime(push: (push: Push) => void): PageChime {
  const playing = new Map<number, (outcome: Outcome) => void>()
  let last = 0

  return {
    play(ring) {
      const id = ++last
      // One mouth, one sound: the core has given up every earlier one.
      for (const resolve of playing.values()) resolve('superseded')
      playing.clear()
      return new Promise((resolve) => {
        playing.set(id, resolve)
        push({ type: 'ring', id, sound: soundOf(ring), volume: ring.volume })
      })
    },
    rung(id, outcome) {
      playing.get(id)?.(outcome)
      playing.delete(id)
    },
  }
}
