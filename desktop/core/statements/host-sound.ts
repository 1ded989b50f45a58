import type { Fault } from '../bell/status.ts'

/**
 * The host's ability to make sound. `server_voice`: this host has no voice for the chosen language, and the server renders
 * the speech. `locked`: a browser that waits for one click. `no_voice`: nobody speaks the chosen language; the chime still
 * sounds. `silent`: the host reports that nothing can be heard.
 */
export type Sound = 'ready' | 'server_voice' | 'locked' | 'no_voice' | 'silent'

/** Judges the sound of a host that is not asked, by its latest announcements. */
export function soundState(faults: readonly Fault[]): Sound {
  const speech = faults.find(({ part }) => part === 'speech')?.reason
  const chime = faults.some(({ part }) => part === 'chime')
  if (speech === 'no_audio_device' || (speech !== undefined && chime)) return 'silent'
  return speech === 'no_voice' || speech === 'no_engine' ? 'no_voice' : 'ready'
}
