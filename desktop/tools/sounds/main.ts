import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SOUNDS } from './synthesize.ts'

// Run by hand after a change of synthesize.ts: npm run build:sounds
for (const [name, make] of Object.entries(SOUNDS))
  writeFileSync(join(import.meta.dirname, '../../sounds', name), make())
