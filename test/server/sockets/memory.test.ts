import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { runChild } from '../../support/run-child.ts'
import { tempDir } from '../../support/temp-dir.ts'

/** What is ours of a connection: session, pump and send buffer, its place, its entry in the hub, its names, its visit. */
const MOST_BYTES = 1_750

it('a connection holds little beside what ws holds: no functions of its own, and no lists', async () => {
  const child = fileURLToPath(new URL('./memory-child.ts', import.meta.url))
  const output = await runChild(child, [tempDir()]).until(/bytes: /)
  const [, more] = /bytes: (-?\d+) more than \d+/.exec(output) ?? []
  expect(Number(more)).toBeLessThan(MOST_BYTES)
})
