import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { tempDir } from '../support/temp-dir.ts'
import { askWindows, bundleForWindows, startOnWindows, windowsMissing, windowsPath } from './rig/wine.ts'

const program = (name: string) => new URL(`./programs/${name}.ts`, import.meta.url)
/** Words that a command line or a code page could break. */
const WORDS = ['a b', '"quoted"', 'back\\slash\\', '%PATH%', '^caret & | < >', "it's", '宫保鸡丁 ×2', 'é', '', 'end"\\']

beforeEach((ctx) => {
  const missing = windowsMissing()
  if (missing !== undefined) ctx.skip(missing)
})

it('of two programs in one folder the second is refused; a killed one stands in nobody’s way', async () => {
  const folder = windowsPath(join(tempDir(), '店 铺'))
  const first = await startOnWindows(program('lock'), [folder])
  await first.until('mine')
  const second = await startOnWindows(program('lock'), [folder])
  await second.until('taken')
  expect(await second.exited).toBe(0)
  await first.kill()
  const third = await startOnWindows(program('lock'), [folder])
  await third.until('mine')
  const elsewhere = await startOnWindows(program('lock'), [`${folder} 2`])
  await elsewhere.until('mine')
})

it('a child gets every word and every line as it was; a program that is missing is named', async () => {
  const scripts = await Promise.all(
    ['echo', 'worker'].map(async (name) => windowsPath(await bundleForWindows(program(name)))),
  )
  const folder = join(tempDir(), '店 铺')
  mkdirSync(folder)
  const answer = await askWindows(program('children'), [...scripts, ...WORDS])
  expect(answer).toEqual({
    code: 0,
    got: { args: WORDS, stdin: WORDS.join('\n') },
    missing: 'ENOENT',
    said: { outcome: 'failed', detail: `Heard: ${WORDS.join(' ')}` },
  })
})
