import { SOUND_NAMES } from '../../../desktop/core/sounds/sound-table.ts'
import { formatTable } from '../bench/table.ts'
import { marginOver } from './kitchen-margin.ts'
import { measureSound } from './measure-sound.ts'
import { bundledSound } from './recordings.ts'

/** Noise of kitchens, dB(A): a calm one, and a busy one (docs/sounds.md has the sources). */
const CALM = 72
const BUSY = 80

/** Measures the files and writes the table of docs/sounds.md. */
export function soundTable(): string {
  const rows = SOUND_NAMES.map((name) => {
    const sound = bundledSound(name)
    return { name, sound, ...measureSound(sound) }
  })
  return formatTable(
    [
      ['sound', (r) => r.name],
      ['dB(A)', (r) => r.loudness.toFixed(1)],
      ['peak dB', (r) => r.peak.toFixed(1)],
      ['partials', (r) => String(r.partials)],
      ['strongest', (r) => `${(r.strongest / 1_000).toFixed(2)} kHz`],
      ['below 600 Hz', (r) => `${r.low.toFixed(0)} dB`],
      ['strokes at, s', (r) => r.onsets.map((at) => at.toFixed(2)).join(' ')],
      ['gap', (r) => `${r.gap.toFixed(2)} s`],
      [`over ${CALM} dB(A)`, (r) => `${marginOver(CALM, r.sound).toFixed(0)} dB`],
      [`over ${BUSY} dB(A)`, (r) => `${marginOver(BUSY, r.sound).toFixed(0)} dB`],
    ],
    rows,
  )
}
