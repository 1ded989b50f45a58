import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chimeVolumeAt } from '../../../desktop/core/announcer/volume-policy.ts'
import { SOUND_NAMES } from '../../../desktop/core/sounds/sound-table.ts'
import { encodePng } from '../../../desktop/icons/png.ts'
import { LEVEL } from '../../../shared/reminder.ts'
import { root } from '../../tooling/source-files.ts'
import { bundledSound } from './recordings.ts'
import { soundTable } from './sound-table-text.ts'
import { drawSpectrograms } from './spectrogram.ts'

// npm run measure:sounds: prints the tables of docs/sounds.md, and draws its picture anew.
const levels = Object.values(LEVEL).map((level) => `${(20 * Math.log10(chimeVolumeAt(level, 1))).toFixed(1)} dB`)
process.stdout.write(`${soundTable()}\n\nLevels at the default volume: ${levels.join(', ')}\n`)
writeFileSync(join(root, 'docs/pictures/sounds.png'), encodePng(drawSpectrograms(SOUND_NAMES.map(bundledSound))))
