import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from './source-files.ts'

const FILES = ['README.md', 'README.zh-CN.md'] as const
const PICTURE_BYTES = 150_000
const text = (file: string) => readFileSync(join(root, file), 'utf8')
/** What a README leads to: files, in the order of the text. */
const links = (file: string) => [...text(file).matchAll(/\]\(([^)#]+)\)/g)].map(([, to = '']) => to)
const isPicture = (to: string) => to.endsWith('.png')
const documents = (file: string) => new Set(links(file).filter((to) => !isPicture(to) && !to.startsWith('README')))
const commands = (file: string) => new Set(text(file).match(/npm (?:start|test|install|run [\w:-]+)/g))

describe.each(FILES)('%s', (file) => {
  it('leads only to files that there are', () => {
    expect(links(file).filter((to) => !existsSync(join(root, to)))).toEqual([])
  })

  it('shows a few pictures that load at once', () => {
    const pictures = links(file).filter(isPicture)
    expect(pictures.length).toBeGreaterThan(0)
    expect(pictures.length).toBeLessThan(4)
    for (const picture of pictures) expect(statSync(join(root, picture)).size, picture).toBeLessThan(PICTURE_BYTES)
  })
})

it('both READMEs lead to the same documents, commands and sections', () => {
  const [en, zh] = FILES
  expect([...documents(zh)].sort()).toEqual([...documents(en)].sort())
  expect([...commands(zh)].sort()).toEqual([...commands(en)].sort())
  const sections = (file: string) => text(file).match(/^## /gm)?.length
  expect(sections(zh)).toBe(sections(en))
})
