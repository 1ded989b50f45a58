import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { proseFaults } from './prose-rules.ts'
import { listFiles, root } from './source-files.ts'

/** Files whose docstrings still break the rules. The list only gets shorter. */
const TO_BE_MENDED: readonly string[] = []

describe('the rules of docstrings', () => {
  it.each([
    ['export function f() {}', ['f: has no docstring']],
    ['export async function f() {}', ['f: has no docstring']],
    ['export const f = () => 1', ['f: has no docstring']],
    ['export default function () {}', ['default: has no docstring']],
    ['function f() {}\nexport { f }', ['f: has no docstring']],
    ['/** Counts. */\nconst other = 1\nexport function f() {}', ['f: has no docstring']],
    ['/** Counts the orders. */\nexport function f() { throw new Error() }', ['f: throws, and names no error']],
    ['/** Counts. */\nexport const f = () => { if (a) throw b }', ['f: throws, and names no error']],
    ['/** What a store counts. */\nexport function f() {}', ['"What a store counts.…": begins without a noun']],
    ['/** Who may call. */\ntype Caller = string', ['"Who may call.…": begins without a noun']],
    ['/**\n * It is over.\n */\nconst over = 1', ['"It is over.…": begins without a noun']],
    [
      'interface A {\n  /** Whether it is open. */\n  open: boolean\n}',
      [expect.stringContaining('Whether it is open')],
    ],
  ])('are broken by %j', (text, faults) => {
    expect(proseFaults('server/a.ts', text)).toEqual(faults)
  })

  it.each([
    '/** Counts the orders of a store. Throws `store_unknown`. */\nexport function f() { throw new Error() }',
    '/** Makes a counter. */\nexport function f() { return () => { throw new Error() } }',
    '/** Reads a number or a text. */\nexport function f(a: string): void\nexport function f(a: unknown) {}',
    '/** Whether the store is open. */\nexport const isOpen = () => true',
    'function f() { throw new Error() }',
    "const GLOB = 'src/** It'",
  ])('allow %j', (text) => {
    expect(proseFaults('server/a.ts', text)).toEqual([])
  })
})

describe('the docstrings of the product', () => {
  const faulty = listFiles(['server', 'shared', 'desktop', 'demo', 'packages/client/build', 'packages/client/src'])
    .filter((file) => /\.tsx?$/.test(file))
    .flatMap((file) => {
      const faults = proseFaults(file, readFileSync(join(root, file), 'utf8'))
      return faults.length === 0 ? [] : [{ file, faults }]
    })

  it('say for every exported function what it does and what it throws, beginning with a noun or a verb', () => {
    expect(faulty.filter(({ file }) => !TO_BE_MENDED.includes(file))).toEqual([])
  })

  it('have no file on the list of those to be mended that is mended', () => {
    expect(TO_BE_MENDED.filter((file) => !faulty.some((one) => one.file === file))).toEqual([])
  })
})
