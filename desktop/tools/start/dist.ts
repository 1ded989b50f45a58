import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { readVersion } from '../../node/read-version.ts'
import { writeIcons } from '../icons/write-icons.ts'
import { buildElectron, ELECTRON_TARGET } from './build.ts'
import { type ReleaseNotes, releaseNotes } from './release-notes.ts'

const root = join(import.meta.dirname, '../../..')
const notesFile = join(root, 'dist/release-notes.txt')

/** Reads the version of package.json, and the changelog's part about it. Throws when there is no such part. */
export function readRelease(): { version: string; notes: ReleaseNotes } {
  const version = readVersion()
  return { version, notes: releaseNotes(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'), version) }
}

/** Makes what goes into the packages: the bundles, the icons, and what the app will say is new. */
export async function prepareDist(): Promise<void> {
  const { notes } = readRelease()
  rmSync(ELECTRON_TARGET, { recursive: true, force: true })
  await buildElectron()
  writeIcons(join(root, 'dist/icons'))
  writeFileSync(notesFile, `${notes.inTheApp}\n`)
}

/**
 * Runs electron-builder on what {@link prepareDist} has made, with further arguments of its command line. It never
 * publishes. Throws when it fails.
 */
export function runElectronBuilder(args: readonly string[], env: NodeJS.ProcessEnv): void {
  const require = createRequire(import.meta.url)
  const cli = require.resolve('electron-builder/cli.js')
  const fixed = ['--publish', 'never', `-c.releaseInfo.releaseNotesFile=${notesFile}`]
  const run = spawnSync(process.execPath, [cli, ...fixed, ...args], { cwd: root, env, stdio: 'inherit' })
  if (run.status !== 0) throw new Error(`electron-builder ended with ${run.status ?? run.signal}`)
}
