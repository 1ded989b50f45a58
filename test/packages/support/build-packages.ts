import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { prepareDist, runElectronBuilder } from '../../../desktop/tools/start/dist.ts'
import { CHECK, LINUX, STAND_IN_LINUX, STAND_IN_WINDOWS, WINDOWS } from './paths.ts'
import { writeProgram, writeStandInRuntimes } from './stand-in-runtime.ts'

const PROGRAMS = ['7za', 'makensis', 'dpkg', 'dpkg-deb', 'desktop-file-validate']

/** Vitest's global setup: builds once what the tests of this room look at. Needs no network and no Electron. */
export default async function setup(): Promise<void> {
  const missing = PROGRAMS.filter((program) => find(program) === undefined)
  if (missing.length > 0) throw new Error(`checking the packages needs ${missing.join(', ')}; .ci/run installs them`)
  rmSync(CHECK, { recursive: true, force: true })
  mkdirSync(CHECK, { recursive: true })
  await prepareDist()
  writeStandInRuntimes()
  const fpm = join(CHECK, 'fpm')
  writeProgram(fpm, 'test/packages/support/fpm.ts')
  // In what it takes for its own tests, electron-builder says nothing and does other things.
  const { VITEST: _vitest, NODE_ENV: _mode, TEST: _test, ...outside } = process.env
  const env = {
    ...outside,
    ELECTRON_BUILDER_OFFLINE: 'true',
    ELECTRON_BUILDER_7ZIP_PATH: find('7za'),
    CUSTOM_FPM_PATH: fpm,
  }
  const named = ['-c.artifactName', '-c.deb.artifactName'].map((name) => `${name}=STAND-IN.\${ext}`)
  const build = (electron: string, output: string, ...args: string[]) =>
    runElectronBuilder([...named, `-c.electronDist=${electron}`, `-c.directories.output=${output}`, ...args], env)
  build(STAND_IN_LINUX, LINUX, '--x64', '--linux', 'dir', 'tar.gz', 'deb')
  build(STAND_IN_WINDOWS, WINDOWS, '--x64', '--win', 'dir')
}

function find(program: string): string | undefined {
  try {
    return execFileSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).trim()
  } catch {
    return undefined
  }
}
