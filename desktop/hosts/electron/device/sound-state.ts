import type { Fault } from '../../../core/bell/status.ts'
import type { Sound } from '../../../ui/bridge.ts'

/** Judges this host's sound by its latest announcements. */
export function soundState(faults: readonly Fault[]): Sound {
  const speech = faults.find(({ part }) => part === 'speech')?.reason
  const chime = faults.some(({ part }) => part === 'chime')
  if (speech === 'no_audio_device' || (speech !== undefined && chime)) return 'silent'
  return speech === 'no_voice' || speech === 'no_engine' ? 'no_voice' : 'ready'
}
