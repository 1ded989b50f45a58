import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { root } from '../../tooling/source-files.ts'

const BUILD = ['--import', 'tsx', 'desktop/tools/start/build-main.ts']

/** Builds console and fixed views before the browser's tests, as `npm run build:console` does: for production. */
export default async function buildConsole(): Promise<void> {
  const env = { ...process.env, NODE_ENV: 'production' }
  for (const part of [['console', '--changed'], ['views']]) {
    await promisify(execFile)(process.execPath, [...BUILD, ...part], { cwd: root, env })
  }
}
