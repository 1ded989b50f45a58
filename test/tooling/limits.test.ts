import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { listFiles, root } from './source-files.ts'

/** Limits of tests, hooks and polls: named, or as the last argument. */
const LIMITS = [/\b(?:timeout|testTimeout|hookTimeout): (\d[\d_]*)\b/, /^ *\}, (\d[\d_]*)\)$/]
const SHORTEST_MS = 60_000

it('a limit in the tests is a minute at least: it is there for what hangs, and not for what is slow', () => {
  const lines = listFiles(['test']).flatMap((file) =>
    /\.ts$/.test(file)
      ? readFileSync(join(root, file), 'utf8')
          .split('\n')
          .map((text) => ({ file, text }))
      : [],
  )
  const limits = lines.flatMap(({ file, text }) =>
    LIMITS.flatMap((pattern) => {
      const [, ms] = pattern.exec(text) ?? []
      return ms === undefined ? [] : [{ file, ms: Number(ms.replaceAll('_', '')) }]
    }),
  )
  expect(limits.length).toBeGreaterThan(20)
  expect(limits.filter(({ ms }) => ms < SHORTEST_MS)).toEqual([])
})
