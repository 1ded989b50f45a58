import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import * as z from 'zod'
import { readRelease } from '../../desktop/tools/start/dist.ts'
import { checkRelease, releaseNotes } from '../../desktop/tools/start/release-notes.ts'
import { readYaml } from '../support/read-yaml.ts'
import { runChild } from '../support/run-child.ts'
import { root } from './source-files.ts'

const read = (file: string) => readFileSync(join(root, file), 'utf8')
const config = z
  .object({
    appId: z.string(),
    productName: z.string(),
    extraMetadata: z.object({ productName: z.string(), desktopName: z.string() }),
    linux: z.object({ executableName: z.string() }),
    nsis: z.object({
      shortcutName: z.undefined().optional(),
      menuCategory: z.undefined().optional(),
      perMachine: z.literal(false),
    }),
  })
  .parse(readYaml(join(root, 'electron-builder.yml')))

const GOOD =
  '# Changelog\n\n## 1.2.0 (2026-12-01)\n\n### In the app\n\n[zh-CN]\n- 新\n[en]\n- New\n\n### Added\n\n- x\n\n## 1.1.0 (2026-11-01)\n'

it('the changelog begins with the version of package.json, and has what the app says of it', () => {
  expect(readRelease().notes.inTheApp).toMatch(/^\[zh-CN\]\n- [\s\S]+\n\[en\]\n- /)
})

it('takes what is below “In the app”, and nothing below that', () => {
  expect(releaseNotes(GOOD, '1.2.0')).toEqual({ date: '2026-12-01', inTheApp: '[zh-CN]\n- 新\n[en]\n- New' })
  expect(releaseNotes(GOOD.replace(/\n### Added[\s\S]*/, ''), '1.2.0').inTheApp).toBe('[zh-CN]\n- 新\n[en]\n- New')
})

it.each([
  ['another version first', GOOD, '1.1.0', /does not begin with "## 1.1.0/],
  ['no date', GOOD.replace(' (2026-12-01)', ''), '1.2.0', /does not begin with/],
  ['one language', GOOD.replace('[en]\n', ''), '1.2.0', /no line \[en\]/],
  ['nothing for the app', GOOD.replace('### In the app', '### Changed'), '1.2.0', /no line \[zh-CN\]/],
  ['an empty file', '', '1.2.0', /does not begin with/],
])('a changelog with %s stops the build', (_what, changelog, version, message) => {
  expect(() => releaseNotes(changelog, version)).toThrow(message)
})

const KEY = Buffer.alloc(32, 7).toString('base64')

it('is released under its own tag alone, and with a date', () => {
  const notes = releaseNotes(GOOD, '1.2.0')
  expect(() => checkRelease('v1.2.0', '1.2.0', notes, KEY)).not.toThrow()
  expect(() => checkRelease('v1.2.1', '1.2.0', notes, KEY)).toThrow('the tag is v1.2.1')
  expect(() => checkRelease('1.2.0', '1.2.0', notes, KEY)).toThrow('the tag is 1.2.0')
  expect(() => checkRelease('v1.2.0', '1.2.0', { ...notes, date: 'unreleased' }, KEY)).toThrow('put the date there')
})

it('is not released without the keys by which the app knows its updates, nor with what is none', () => {
  const notes = releaseNotes(GOOD, '1.2.0')
  for (const keys of ['', ' \n', ','])
    expect(() => checkRelease('v1.2.0', '1.2.0', notes, keys)).toThrow('UPDATE_PUBLIC_KEYS is not set')
  expect(() => checkRelease('v1.2.0', '1.2.0', notes, 'secret')).toThrow('update key 1 is not 32 bytes in base64')
  expect(() => checkRelease('v1.2.0', '1.2.0', notes, `${KEY}, ${KEY}`)).not.toThrow()
})

it('npm run check:release ends with one line that says why not', async () => {
  const { version } = readRelease()
  const check = runChild('desktop/tools/start/check-release-main.ts', ['v0.0.0-other'], { UPDATE_PUBLIC_KEYS: '' })
  expect((await check.exited).code).toBe(1)
  expect(check.output()).toBe(`No release: the tag is v0.0.0-other, the version of package.json ${version}\n`)
})

it('the app, its packages and the Windows installer know one identity', () => {
  const identity = read('desktop/hosts/electron/app/app-ids.ts')
  expect(identity).toContain(`APP_ID = '${config.appId}'`)
  const activator = /\{[0-9A-F-]{36}\}/.exec(identity)?.[0] ?? 'none'
  expect(read('desktop/packaging/installer.nsh')).toContain(`CLSID\\${activator}`)
})

it('one ASCII name is that of the app, its shortcut and its window class', () => {
  expect(config.productName).toMatch(/^[A-Za-z]+$/)
  expect(config.extraMetadata.productName).toBe(config.productName)
  expect(config.extraMetadata.desktopName).toBe(`${config.linux.executableName}.desktop`)
})
