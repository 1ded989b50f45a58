import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { root } from '../../tooling/source-files.ts'

const BUILD = ['--import', 'tsx', 'desktop/tools/start/build-main.ts', 'console', '--changed']

/** Builds the console before the browser's tests, as `npm run build:console` does: for production. */
export default async function buildConsole(): Promise<void> {
  await promisify(execFile)(process.execPath, BUILD, { cwd: root, env: { ...process.env, NODE_ENV: 'production' } })
}
