import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { listFiles, root } from './source-files.ts'

const page = readFileSync(join(root, 'docs/glossary.md'), 'utf8')
const sources = listFiles(['server', 'shared', 'desktop'])
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => readFileSync(join(root, file), 'utf8'))
  .join('\n')

/** The names in the column “in the code”, each with the word of its row. */
const names = page
  .split('\n')
  .map((line) => line.split(' | ').map((cell) => cell.trim()))
  .filter((cells) => cells.length === 4)
  .flatMap(([word = '', , , code = '']) =>
    [...code.matchAll(/`([^`]+)`/g)].map(([, name = '']) => ({ word: word.replace('| ', ''), name })),
  )

/** Whether a folder is there, or a name stands in the sources as a whole word; `ldd_` and `/notify/…` begin one. */
function isThere(name: string): boolean {
  if (/^[a-z]+\/.*\/$/.test(name)) return existsSync(join(root, name))
  const start = name.replace(/…$/, '')
  const text = start.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
  return new RegExp(`(?<!\\w)${text}${/\w$/.test(start) && !start.endsWith('_') ? '(?!\\w)' : ''}`).test(sources)
}

describe('docs/glossary.md', () => {
  it('gives no word a name that the code does not have', () => {
    expect(names.length).toBeGreaterThan(100)
    expect(names.filter(({ name }) => !isThere(name))).toEqual([])
  })

  it.each(['createNothingOfThatName', 'server/nowhere/', 'Pum'])('would notice %s', (name) => {
    expect(isThere(name)).toBe(false)
  })
})
