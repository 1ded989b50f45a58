import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { tempDir } from '../support/temp-dir.ts'
import { root } from '../tooling/source-files.ts'
import { LINUX } from './support/paths.ts'
import { readJson } from './support/read-json.ts'
import { createThrowAwayRoot } from './support/throw-away-root.ts'

const deb = join(LINUX, 'STAND-IN.deb')
const run = (program: string, ...args: string[]) => execFileSync(program, args, { encoding: 'utf8' }).trim()
const field = (name: string) => run('dpkg-deb', '--field', deb, name)
const { version } = readJson(join(root, 'package.json'))

describe('the Debian package', () => {
  it('says what it is and what it needs; the voice is recommended, not required', () => {
    expect([field('Package'), field('Version'), field('Architecture')]).toEqual(['laidan', version, 'amd64'])
    expect(field('Recommends').split(', ')).toContain('espeak-ng')
    const depends = field('Depends').split(', ')
    expect(depends).toEqual(expect.arrayContaining(['libgtk-3-0', 'libnotify4', 'libnss3', 'libasound2', 'libgbm1']))
    expect(depends).not.toContain('espeak-ng')
    expect(field('Description')).toMatch(/^The order bell for merchants\n/)
  })

  it('has a menu entry that the desktop understands', () => {
    const unpacked = tempDir()
    run('dpkg-deb', '--extract', deb, unpacked)
    const entry = join(unpacked, 'usr/share/applications/laidan.desktop')
    expect(run('desktop-file-validate', entry)).toBe('')
    const text = readFileSync(entry, 'utf8')
    for (const line of ['Name=Laidan', 'Name[zh_CN]=来单', 'Exec=/opt/Laidan/laidan %U', 'StartupWMClass=laidan']) {
      expect(text.split('\n')).toContain(line)
    }
    for (const size of [16, 48, 256, 512]) {
      expect(existsSync(join(unpacked, `usr/share/icons/hicolor/${size}x${size}/apps/laidan.png`))).toBe(true)
    }
  })

  it('belongs to root, and nothing in it can be written by others', () => {
    const lines = run('dpkg-deb', '--contents', deb).split('\n')
    expect(lines.filter((line) => !/^[-dl]\S+ root\/root /.test(line))).toEqual([])
    expect(lines.filter((line) => /^.{8}w/.test(line))).toEqual([])
  })

  it.skipIf(process.getuid?.() !== 0)('installs and goes again without a trace in an empty root [needs root]', () => {
    const machine = createThrowAwayRoot(tempDir())
    machine.dpkg('--install', deb)
    expect(machine.dpkg('--status', 'laidan')).toContain('Status: install ok installed')
    expect(readlinkSync(machine.path('etc/alternatives/laidan'))).toBe('/opt/Laidan/laidan')
    expect(readlinkSync(machine.path('usr/bin/laidan'))).toBe('/etc/alternatives/laidan')
    expect(statSync(machine.path('opt/Laidan/laidan')).mode & 0o777).toBe(0o755)

    machine.dpkg('--purge', 'laidan')
    const left = ['opt/Laidan', 'usr/bin/laidan', 'etc/alternatives/laidan', 'usr/share/applications/laidan.desktop']
    expect(left.filter((path) => existsSync(machine.path(path)))).toEqual([])
    expect(existsSync('/opt/Laidan'), 'it reached this machine').toBe(false)
  })
})
