import { rmSync } from 'node:fs'
import { buildElectron, ELECTRON_TARGET } from './build.ts'

rmSync(ELECTRON_TARGET, { recursive: true, force: true })
await buildElectron()
