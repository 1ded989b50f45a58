import type { Outcome } from '../../../core/ports.ts'
import type { SoundName } from '../../../core/sounds/sound-table.ts'
import cancel from '../../../sounds/cancel.wav?url'
import newOrder from '../../../sounds/new-order.wav?url'
import notice from '../../../sounds/notice.wav?url'
import offline from '../../../sounds/offline.wav?url'
import overdue from '../../../sounds/overdue.wav?url'
import urge from '../../../sounds/urge.wav?url'

const FILES: Record<SoundName, string> = { 'new-order': newOrder, urge, cancel, overdue, offline, notice }

/** Plays a sound to its end; `volume` 0–1. A refusal by the system is an outcome. Never rejects. */
export async function playSound(sound: SoundName, volume: number): Promise<Outcome> {
  const audio = new Audio(FILES[sound])
  audio.volume = Math.min(1, Math.max(0, volume))
  const ended = new Promise<Outcome>((resolve) => {
    audio.onended = () => resolve('ok')
    audio.onerror = () => resolve('failed')
  })
  try {
    await audio.play()
  } catch (error) {
    return error instanceof DOMException && error.name === 'NotAllowedError' ? 'not_allowed' : 'failed'
  }
  return await ended
}
