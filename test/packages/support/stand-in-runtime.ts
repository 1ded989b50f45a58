import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { root } from '../../tooling/source-files.ts'
import { fuseWire } from './fuses.ts'
import { STAND_IN_LINUX, STAND_IN_WINDOWS } from './paths.ts'

const TSX = join(root, 'node_modules/tsx/dist/loader.mjs')
const NOTICE = 'A stand-in for Electron’s runtime, for checking packages. It must never be published.\n'

/** A shell script that runs a TypeScript file of this repository with Node. */
export function writeProgram(file: string, source: string, before = ''): void {
  const run = `exec node $inspect --import 'file://${TSX}' '${join(root, source)}' ${before} "$@"`
  const inspect =
    'exe=$(readlink -f "$0")\ninspect=\nfor argument in "$@"; do\n  case $argument in --inspect*) inspect=$argument ;; esac\ndone'
  writeFileSync(file, `#!/bin/sh\n# ${NOTICE}${inspect}\n${run}\n`)
  chmodSync(file, 0o755)
}

/** Folders that look to electron-builder like Electron's, for Linux (where the app in it really runs) and Windows. */
export function writeStandInRuntimes(): void {
  for (const folder of [STAND_IN_LINUX, STAND_IN_WINDOWS]) {
    rmSync(folder, { recursive: true, force: true })
    for (const part of ['resources', 'locales']) mkdirSync(join(folder, part), { recursive: true })
    for (const name of ['LICENSE', 'LICENSES.chromium.html', 'STAND-IN.txt']) writeFileSync(join(folder, name), NOTICE)
    for (const locale of ['de', 'en-US', 'zh-CN']) writeFileSync(join(folder, 'locales', `${locale}.pak`), '')
    writeFileSync(join(folder, 'version'), electronVersion())
  }
  writeLinux()
  writeWindows()
}

/** What the shell does not run any more, since it has become another program: a wire for the fuses. */
function writeLinux(): void {
  const electron = join(STAND_IN_LINUX, 'electron')
  const packaged = '"--app-asar=$(dirname "$exe")/resources/app.asar" "--app-exe=$exe"'
  writeProgram(electron, 'test/support/electron-stand-in/boot.ts', packaged)
  writeFileSync(electron, Buffer.concat([readFileSync(electron), Buffer.from('\n# '), fuseWire(), Buffer.from('\n')]))
  writeFileSync(join(STAND_IN_LINUX, 'chrome-sandbox'), NOTICE, { mode: 0o755 })
}

/** A real program for Windows, made by NSIS out of our part of its installer: so that part has been compiled, too. */
function writeWindows(): void {
  const electron = join(STAND_IN_WINDOWS, 'electron.exe')
  const script = join(root, 'test/packages/support/installer.nsi')
  const include = `-DINCLUDE=${join(root, 'desktop/packaging/installer.nsh')}`
  execFileSync('makensis', ['-V2', '-WX', `-DOUT=${electron}`, include, script], { stdio: 'inherit' })
  writeFileSync(electron, Buffer.concat([readFileSync(electron), fuseWire()]))
}

function electronVersion(): string {
  const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'))
  return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version
}
