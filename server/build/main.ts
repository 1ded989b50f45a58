import { join } from 'node:path'
import { buildServer } from './build-server.ts'

// `npm run build:server`: the server as built JavaScript, unless it is there and up to date.

await buildServer(join(import.meta.dirname, '../..'))
