import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { listFiles, root } from './source-files.ts'

const PAGE = 'docs/reliability.md'
const read = (file: string) => readFileSync(join(root, file), 'utf8')

/** Lists the names of invariants in a text, each once. A range, such as three of them from the first on, is every name in it. */
function namesIn(text: string): string[] {
  const found = [...text.matchAll(/\bI(\d{1,2})(?: ?[–…] ?I(\d{1,2}))?\b/g)].flatMap(([, first, last = first]) =>
    Array.from({ length: Number(last) - Number(first) + 1 }, (_, i) => `I${Number(first) + i}`),
  )
  return [...new Set(found)]
}

/** The titles of a test file's tests and groups, also of those that stand in a table. */
function titlesIn(text: string): string[] {
  return [...text.matchAll(/(?:\b(?:it|describe)\b[^'"`\n]*|^ *)(['"`])(.*?)\1/gm)].map(([, , title = '']) => title)
}

const listed = [...read(PAGE).matchAll(/^\| (I\d+) +\|/gm)].map(([, name = '']) => name)
const own = 'test/tooling/invariants.test.ts'
const sources = listFiles(['server', 'shared', 'desktop', 'demo', 'test']).filter(
  (file) => /\.tsx?$/.test(file) && file !== own,
)
const pages = ['README.md', 'README.zh-CN.md', 'CONTRIBUTING.md', ...listFiles(['docs'])].filter((file) =>
  file.endsWith('.md'),
)

describe('the invariants', () => {
  it('stand in one table, each once, in their order', () => {
    expect(listed.length).toBeGreaterThan(15)
    const numbers = listed.map((name) => Number(name.slice(1)))
    expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b))
  })

  it.each([
    ['(I1, I4)', ['I1', 'I4']],
    ['I4–I7, I9', ['I4', 'I5', 'I6', 'I7', 'I9']],
    ['I1 … I3', ['I1', 'I2', 'I3']],
    ['API2, I/O, II1', []],
  ])('are found in %j', (text, names) => expect(namesIn(text)).toEqual(names))

  it('that pages, sources and tests name are all in the table', () => {
    const unknown = [...pages, ...sources].flatMap((file) =>
      namesIn(read(file))
        .filter((name) => !listed.includes(name))
        .map((name) => `${file} names ${name}`),
    )
    expect(unknown, `${unknown.join(', ')}: the table at the end of ${PAGE} does not have it`).toEqual([])
  })

  it('in the table are all in the title of a test', () => {
    const tests = sources.filter((file) => file.endsWith('.test.ts'))
    const proved = new Set(tests.flatMap((file) => titlesIn(read(file)).flatMap(namesIn)))
    expect(listed.filter((name) => !proved.has(name))).toEqual([])
  })
})
