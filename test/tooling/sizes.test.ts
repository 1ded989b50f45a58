import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { listFiles, root } from './source-files.ts'

interface Sized {
  file: string
  lines: number
}

/** The TypeScript files below some folders, the smallest first. */
function sized(folders: readonly string[]): Sized[] {
  return listFiles(folders)
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => ({ file, lines: readFileSync(join(root, file), 'utf8').trimEnd().split('\n').length }))
    .sort((a, b) => a.lines - b.lines)
}

/** The size that a share of the files do not exceed. */
const quantile = (files: readonly Sized[], share: number) => files[Math.ceil(files.length * share) - 1]?.lines ?? 0
const sum = (files: readonly Sized[]) => files.reduce((total, { lines }) => total + lines, 0)

describe('files stay small:', () => {
  const product = sized(['server', 'desktop', 'shared', 'demo', 'packages/client/build', 'packages/client/src'])

  it('of the product’s, half have at most 60 lines and nine of ten at most 150', () => {
    expect(product.length).toBeGreaterThan(300)
    expect(quantile(product, 0.5)).toBeLessThanOrEqual(60)
    expect(quantile(product, 0.9)).toBeLessThanOrEqual(150)
  })

  it('none of the product’s has more than 300 lines', () => {
    expect(product.filter(({ lines }) => lines > 300)).toEqual([])
  })

  it('what supports the tests is at most half of them', () => {
    const tests = sized(['test'])
    const asserting = tests.filter(({ file }) => file.endsWith('.test.ts'))
    const supporting = tests.filter(({ file }) => !file.endsWith('.test.ts'))
    expect(sum(asserting)).toBeGreaterThan(10_000)
    expect(sum(supporting) / sum(tests)).toBeLessThanOrEqual(0.5)
  })
})
