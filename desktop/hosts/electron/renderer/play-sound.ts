import type { Outcome } from '../../../core/ports.ts'
import newOrder from '../../../sounds/new-order.wav?url'
import urgent from '../../../sounds/urgent.wav?url'
import type { ChimeSound } from '../ipc/ipc-contract.ts'

const FILES: Record<ChimeSound, string> = { 'new-order': newOrder, urgent }

/** Plays a sound to its end; `volume` 0–1. A refusal by the system is an outcome. Never rejects. */
export async function playSound(sound: ChimeSound, volume: number): Promise<Outcome> {
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
