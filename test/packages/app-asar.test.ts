import { createHash } from 'node:crypto'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readAsar } from '../support/asar.ts'
import { root } from '../tooling/source-files.ts'
import { strangers } from './support/expected-files.ts'
import { LINUX, WINDOWS } from './support/paths.ts'
import { readJson } from './support/read-json.ts'

const resources = { linux: join(LINUX, 'linux-unpacked/resources'), windows: join(WINDOWS, 'win-unpacked/resources') }

describe.each(Object.entries(resources))('the app’s archive for %s', (_system, folder) => {
  const archive = readAsar(join(folder, 'app.asar'))

  it('holds the bundles and nothing else', () => {
    expect(strangers(archive.keys())).toEqual([])
  })

  it('names itself, and carries neither scripts nor what only development needs', () => {
    const manifest = JSON.parse(archive.get('package.json')?.toString() ?? '') as Record<string, unknown>
    const { version } = readJson(join(root, 'package.json'))
    expect(manifest).toMatchObject({ name: 'laidan', productName: 'Laidan', version, main: 'dist/electron/main.js' })
    expect(Object.keys(manifest)).not.toEqual(expect.arrayContaining(['scripts']))
    expect(Object.keys(manifest)).not.toEqual(expect.arrayContaining(['devDependencies']))
  })

  it('needs nothing around it but Node and Electron', () => {
    const main = archive.get('dist/electron/main.js')?.toString() ?? ''
    const imported = [...main.matchAll(/^import .* from "([^"]+)"|\b(?:__require|import)\("([^"]+)"\)/gm)]
    const names = new Set(imported.map(([, from, call]) => (from ?? call ?? '').replace(/^node:/, '')))
    expect(names).toContain('electron')
    expect([...names].filter((name) => name !== 'electron' && !builtinModules.includes(name))).toEqual([])
    expect(main, 'left from CommonJS, and undefined in a module').not.toMatch(/\b__(file|dir)name\b/)
  })
})

it('has the same archive for every system', () => {
  const hashes = Object.values(resources).map((folder) =>
    Array.from(readAsar(join(folder, 'app.asar')), ([path, bytes]) => [
      path,
      createHash('sha256').update(bytes).digest('hex'),
    ]),
  )
  expect(hashes[1]).toEqual(hashes[0])
})

it.each([
  'server/main.ts',
  'desktop/hosts/electron/main.ts',
  'test/launch/order-bell.test.ts',
  'node_modules/sqlite3/package.json',
  'dist/electron/main.js.map',
  'dist/console/index.html',
  '.env',
])('would not let %s pass', (path) => {
  const good = readAsar(join(resources.linux, 'app.asar')).keys()
  expect(strangers([...good, path])).toEqual([path])
})
