import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ROOMS } from './rooms.ts'
import { root } from './source-files.ts'

it('a room imports only rooms that stand above it in the table', () => {
  const upward = ROOMS.flatMap(({ room, imports }, index) =>
    imports
      .filter((name) => !ROOMS.slice(0, index).some((above) => above.room === name))
      .map((name) => `${room} → ${name}`),
  )
  expect(upward).toEqual([])
})

it('CONTRIBUTING.md shows the table of rooms', () => {
  const page = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8')
  const shown = page.split('\n').flatMap((line) => {
    const cells = /^\| `([^`]+)` +\| ([^|]*) \| ([^|]*) \|$/.exec(line)
    if (cells === null) return []
    const names = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name)
    return [{ room: cells[1], imports: names(cells[2]), packages: names(cells[3]) }]
  })
  expect(shown).toEqual(
    ROOMS.map(({ room, imports, packages }) => ({ room, imports: [...imports], packages: [...packages] })),
  )
})
