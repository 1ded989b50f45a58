import { execFileSync } from 'node:child_process'
import { copyFileSync, cpSync, existsSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** What electron-builder's maintainer scripts call. Those that are missing here, such as AppArmor's, they do without. */
const PROGRAMS = 'bash ln rm chmod cp readlink unshare true update-alternatives'.split(' ')

export interface ThrowAwayRoot {
  /** Runs dpkg on it; returns what it printed. */
  dpkg(...args: string[]): string
  path(inside: string): string
}

/**
 * A folder that is the root of a machine for dpkg: empty but for the shell and the few programs that maintainer scripts
 * need, so that they run for real and reach nothing else. Needs root, because dpkg changes into it.
 */
export function createThrowAwayRoot(folder: string): ThrowAwayRoot {
  const path = (inside: string) => join(folder, inside)
  for (const made of ['usr/bin', 'usr/lib', 'usr/share/applications', 'etc/alternatives', 'tmp', 'proc', 'dev']) {
    mkdirSync(path(made), { recursive: true })
  }
  for (const made of ['info', 'updates', 'triggers', 'alternatives']) {
    mkdirSync(path(join('var/lib/dpkg', made)), { recursive: true })
  }
  for (const [link, target] of Object.entries({
    bin: 'usr/bin',
    sbin: 'usr/bin',
    lib: 'usr/lib',
    lib64: 'usr/lib64',
  })) {
    symlinkSync(target, path(link))
  }
  mkdirSync(path('usr/lib64'))
  mkdirSync(path('var/log'), { recursive: true })
  for (const file of ['status', 'available']) writeFileSync(path(join('var/lib/dpkg', file)), '')
  writeFileSync(path('dev/null'), '')
  for (const program of PROGRAMS) install(folder, program)
  if (!existsSync(path('usr/bin/sh'))) symlinkSync('bash', path('usr/bin/sh'))

  const own = [`--root=${folder}`, `--log=${path('dpkg.log')}`, '--force-depends', '--no-debsig']
  return {
    path,
    dpkg: (...args) => execFileSync('dpkg', [...own, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }),
  }
}

/** A program and the libraries that it is linked with. */
function install(folder: string, program: string): void {
  // Not `command -v`: some of them are the shell's own words as well.
  const file = realpathSync(execFileSync('which', [program], { encoding: 'utf8' }).trim())
  cpSync(file, join(folder, 'usr/bin', program))
  for (const [, library = ''] of execFileSync('ldd', [file], { encoding: 'utf8' }).matchAll(/(\/\S+) \(0x/g)) {
    const target = join(folder, library)
    mkdirSync(dirname(target), { recursive: true })
    copyFileSync(library, target)
  }
}
