// `npm run server`, `npm run backup`, `npm run restore`: the server as built JavaScript, made first where its sources have
// changed. It runs in this process, so that signals reach it as they reach the installed server.

import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const builder = fileURLToPath(new URL('main.ts', import.meta.url))
const root = fileURLToPath(new URL('../..', import.meta.url))
const { status } = spawnSync(process.execPath, ['--import', 'tsx', builder], { cwd: root, stdio: 'inherit' })
if (status !== 0) process.exit(status ?? 1)
await import('../../dist/server/main.js')
