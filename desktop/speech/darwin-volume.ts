import type { VolumeLevel } from '../core/ports.ts'
import type { VolumeTool } from './command-volume.ts'

/**
 * Reads `get volume settings`: `output volume:50, input volume:75, alert volume:100, output muted:false`. An output
 * whose loudness only its own knob sets (HDMI, an interface) has `missing value`: nobody can tell.
 */
export function readVolumeSettings([text = '']: readonly string[]): VolumeLevel | undefined {
  const [, volume] = /\boutput volume:(\d{1,3})\b/.exec(text) ?? []
  const [, muted] = /\boutput muted:(true|false)\b/.exec(text) ?? []
  if (volume === undefined && muted === undefined) return undefined
  if (volume !== undefined && Number(volume) > 100) return undefined
  return { muted: muted === 'true', ...(volume !== undefined && { volume: Number(volume) / 100 }) }
}

/** AppleScript, which knows the default output; by its full path, as `say`. */
export const DARWIN_TOOLS: readonly VolumeTool[] = [
  {
    command: '/usr/bin/osascript',
    look: [['-e', 'get volume settings']],
    read: readVolumeSettings,
    raise: (percent) => [['-e', 'set volume output muted false', '-e', `set volume output volume ${percent}`]],
  },
]
