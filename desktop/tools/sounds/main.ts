import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SOUND_NAMES } from '../../core/sounds/sound-table.ts'
import { soundFile } from './sound-file.ts'

// Run by hand after a change of desktop/core/sounds: npm run build:sounds
for (const name of SOUND_NAMES) writeFileSync(join(import.meta.dirname, `../../sounds/${name}.wav`), soundFile(name))
