import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { drawAppIcon } from '../../desktop/icons/app-icon.ts'
import { encodePng } from '../../desktop/icons/png.ts'
import { readYaml } from '../support/read-yaml.ts'
import { root } from '../tooling/source-files.ts'
import { readFuses } from './support/fuses.ts'
import { LINUX, WINDOWS } from './support/paths.ts'
import { readJson } from './support/read-json.ts'

const { version } = readJson(join(root, 'package.json'))
const programs = { linux: join(LINUX, 'linux-unpacked/laidan'), windows: join(WINDOWS, 'win-unpacked/Laidan.exe') }

it.each(Object.entries(programs))('no fuse of the program for %s is left as Electron has it', (_system, file) => {
  expect(readFuses(readFileSync(file))).toEqual({
    RunAsNode: 'off',
    EnableCookieEncryption: 'on',
    EnableNodeOptionsEnvironmentVariable: 'off',
    EnableNodeCliInspectArguments: 'off',
    EnableEmbeddedAsarIntegrityValidation: 'on',
    OnlyLoadAppFromAsar: 'on',
    LoadBrowserProcessSpecificV8Snapshot: 'off',
    GrantFileProtocolExtraPrivileges: 'off',
  })
})

it('the manifest of the update feed names the package, its size and its hash', () => {
  const bytes = readFileSync(join(LINUX, 'STAND-IN.deb'))
  const sha512 = createHash('sha512').update(bytes).digest('base64')
  expect(readYaml(join(LINUX, 'latest-linux.yml'))).toMatchObject({
    version,
    path: 'STAND-IN.deb',
    sha512,
    files: [{ url: 'STAND-IN.deb', sha512, size: bytes.length }],
    releaseNotes: expect.stringMatching(/^\[zh-CN\]\n[\s\S]+\[en\]\n/),
  })
  expect(readYaml(join(LINUX, 'linux-unpacked/resources/app-update.yml'))).toMatchObject({ provider: 'generic' })
})

it('the archive for Linux holds the same app', () => {
  const listed = execFileSync('tar', ['-tzf', join(LINUX, 'STAND-IN.tar.gz')], { encoding: 'utf8' }).split('\n')
  const inside = listed.map((path) => path.replace(/^[^/]*\//, ''))
  expect(inside).toEqual(expect.arrayContaining(['laidan', 'resources/app.asar', 'locales/zh-CN.pak']))
  expect(
    inside.filter(
      (path) =>
        path.startsWith('resources/') && !/\/(app\.asar|apparmor-profile|app-update\.yml|package-type|)$/.test(path),
    ),
  ).toEqual([])
})

it('the app speaks two languages, and brings no others', () => {
  for (const folder of [join(LINUX, 'linux-unpacked'), join(WINDOWS, 'win-unpacked')]) {
    expect(readdirSync(join(folder, 'locales')).sort()).toEqual(['en-US.pak', 'zh-CN.pak'])
  }
})

it('the program for Windows carries our name, version and icon', () => {
  const program = readFileSync(programs.windows)
  expect(program.includes(encodePng(drawAppIcon(256, 'full'))), 'the icon').toBe(true)
  for (const text of ['Laidan', `${version}`, 'Laidan contributors']) {
    expect(program.includes(Buffer.from(text, 'utf16le')), text).toBe(true)
  }
})

it('whatever the check builds says in its name that it is a stand-in', () => {
  const files = [LINUX, WINDOWS].flatMap((folder) => readdirSync(folder, { withFileTypes: true }))
  const packages = files.filter((entry) => entry.isFile() && !/\.(yml|yaml)$/.test(entry.name))
  expect(packages.map((entry) => entry.name).filter((name) => !name.startsWith('STAND-IN'))).toEqual([])
})
