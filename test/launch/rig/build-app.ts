import { execFile } from 'node:child_process'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { root } from '../../tooling/source-files.ts'
import { APP_FOLDER, PACKAGED } from './tested-app.ts'

const BUILD = 'desktop/tools/start/build-main.ts'

/** Vitest's global setup: builds once, for production, what the tests of this room start. A packaged app is there. */
export default async function buildApp(): Promise<void> {
  if (PACKAGED !== undefined) return
  const env = { ...process.env, NODE_ENV: 'production' }
  const build = (...args: string[]) =>
    promisify(execFile)(process.execPath, ['--import', 'tsx', BUILD, ...args], { cwd: root, env })
  await build('electron', '--out', join(APP_FOLDER, 'dist/electron'))
  copyFileSync(join(root, 'package.json'), join(APP_FOLDER, 'package.json'))
  // `npm start` finds it built, as at its second start.
  await build('console', '--changed')
}
