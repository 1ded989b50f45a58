import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { tempDir } from '../support/temp-dir.ts'
import { askWindows, startOnWindows, windowsMissing, windowsPath } from './rig/wine.ts'

const program = (name: string) => new URL(`./programs/${name}.ts`, import.meta.url)

beforeEach((ctx) => {
  const missing = windowsMissing()
  if (missing !== undefined) ctx.skip(missing)
})

interface Written {
  saved: number
  last: number
  errors: string[]
  whole: boolean
}

it('inbox, answers and settings are written in a folder with Chinese and spaces in its name', async () => {
  const folder = join(tempDir(), '老王 的店 (1)')
  mkdirSync(folder)
  const written = await askWindows<Written>(program('stores'), [windowsPath(join(folder, '收件箱.json')), '20'])
  expect(written).toEqual({ saved: 20, last: 20, errors: [], whole: true })
})

it('a scanner that holds the file open for moments costs no write: none fails, the newest is whole', async () => {
  const file = join(tempDir(), 'inbox.json')
  writeFileSync(file, '{}')
  const scanner = await startOnWindows(program('scanner'), [windowsPath(file), '60'])
  await scanner.until('scanning')
  const written = await askWindows<Written>(program('stores'), [windowsPath(file), '20'])
  expect(written).toEqual({ saved: 20, last: 20, errors: [], whole: true })
})
