import { createServer } from 'vite'
import { VIEWS_CONFIG } from './build-views.ts'

// `npm run views`: every screen and state of the app, from fixed data, at an address of this machine.

const vite = await createServer({
  configFile: VIEWS_CONFIG,
  logLevel: 'warn',
  clearScreen: false,
  server: { host: '127.0.0.1', port: 5174 },
})
await vite.listen()
const address = vite.httpServer?.address()
const port = typeof address === 'object' && address !== null ? address.port : 5174
process.stdout.write(`views: http://127.0.0.1:${port}/\n`)
