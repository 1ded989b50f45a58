import type { VolumeLevel } from '../core/ports.ts'
import type { VolumeTool } from './command-volume.ts'

/** A volume above this, 1 being full, is no volume: PipeWire and PulseAudio amplify to 1.5 or so. */
const MOST = 10

/** Reads `wpctl get-volume`: `Volume: 0.40`, or `Volume: 0.40 [MUTED]`. */
export function readWpctl([text = '']: readonly string[]): VolumeLevel | undefined {
  const [, volume, muted] = /^Volume: (\d{1,2}[.,]\d{1,6})( \[MUTED\])?\s*$/.exec(text) ?? []
  if (volume === undefined) return undefined
  return level(muted !== undefined, Number(volume.replace(',', '.')))
}

/**
 * Reads `pactl get-sink-mute` (`Mute: no`) and `pactl get-sink-volume`
 * (`Volume: front-left: 26214 /  40% / -23.88 dB,   front-right: …`). The loudest channel counts.
 */
export function readPactl([mute = '', volumes = '']: readonly string[]): VolumeLevel | undefined {
  const [, muted] = /^Mute: (yes|no)\s*$/.exec(mute) ?? []
  const [, channels] = /^Volume: (.*)$/m.exec(volumes) ?? []
  const percents = [...(channels ?? '').matchAll(/\/ {1,4}(\d{1,4})% \//g)].map(([, percent]) => Number(percent))
  if (muted === undefined || percents.length === 0) return undefined
  return level(muted === 'yes', Math.max(...percents) / 100)
}

function level(muted: boolean, volume: number): VolumeLevel | undefined {
  return volume <= MOST ? { muted, volume } : undefined
}

/** PipeWire's own program, and PulseAudio's, which talks to either server (since version 15; older ones cannot tell). */
export const LINUX_TOOLS: readonly VolumeTool[] = [
  {
    command: 'wpctl',
    look: [['get-volume', '@DEFAULT_AUDIO_SINK@']],
    read: readWpctl,
    raise: (percent) => [
      ['set-mute', '@DEFAULT_AUDIO_SINK@', '0'],
      ['set-volume', '@DEFAULT_AUDIO_SINK@', (percent / 100).toFixed(2)],
    ],
  },
  {
    command: 'pactl',
    look: [
      ['get-sink-mute', '@DEFAULT_SINK@'],
      ['get-sink-volume', '@DEFAULT_SINK@'],
    ],
    read: readPactl,
    raise: (percent) => [
      ['set-sink-mute', '@DEFAULT_SINK@', '0'],
      ['set-sink-volume', '@DEFAULT_SINK@', `${percent}%`],
    ],
  },
]
