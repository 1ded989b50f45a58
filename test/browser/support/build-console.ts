import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { root } from '../../tooling/source-files.ts'

const VITE = 'node_modules/vite/bin/vite.js'

/** Builds the console once before the browser's tests, as `npm run build:console` does: for production. */
export default async function buildConsole(): Promise<void> {
  const args = [VITE, 'build', '--config', 'desktop/hosts/console/vite.config.ts', '--logLevel', 'warn']
  await promisify(execFile)(process.execPath, args, { cwd: root, env: { ...process.env, NODE_ENV: 'production' } })
}
