import { existsSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from './source-files.ts'

const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8')

/** The rows of the table of the road. */
const stops = [...page.matchAll(/^\| (\d+) +\| \[[^\]]+\]\(\.\.\/([^)]+)\) ((?:`\w+`(?:, )?)+) *\| (\d+) +\|/gm)].map(
  ([, number, file = '', names = '', lines]) => ({
    number: Number(number),
    file,
    names: [...names.matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
    lines: Number(lines),
  }),
)

describe('docs/architecture.md', () => {
  it('shows the road in twelve stops at most, each with a file, the names it exports, and its length', () => {
    expect(stops.length).toBeGreaterThan(9)
    expect(stops.length).toBeLessThanOrEqual(12)
    expect(stops.map(({ number }) => number)).toEqual(stops.map((_, index) => index + 1))
    for (const { file, names, lines } of stops) {
      const text = readFileSync(join(root, file), 'utf8')
      for (const name of names) expect(text, file).toMatch(new RegExp(`export (async )?(function|class) ${name}\\b`))
      // A figure that is off by a tenth still says what a reader wants to know.
      const now = text.trimEnd().split('\n').length
      expect(Math.abs(now - lines), `${file} has ${now} lines`).toBeLessThanOrEqual(Math.max(5, now / 10))
    }
  })

  it('leads only to files that there are', () => {
    const links = [...page.matchAll(/\]\(([^)#]+)\)/g)].map(([, to = '']) => posix.join('docs', to))
    expect(links.length).toBeGreaterThan(20)
    expect(links.filter((file) => !existsSync(join(root, file)))).toEqual([])
  })
})
