import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type * as z from 'zod'
import { EVENT_DATA } from '../../../shared/api/events.ts'

const page = readFileSync(new URL('../../../docs/events.md', import.meta.url), 'utf8')

/** The rows of the table of types: each with the names of its data. */
function shownTypes(): Record<string, string[]> {
  const rows = [...page.matchAll(/^\| `([a-z]+\.[a-z_]+)` +\| ([^|]*)\|/gm)]
  return Object.fromEntries(
    rows.map(([, type = '', data = '']) => [type, [...data.matchAll(/`(\w+)`/g)].map(([, name = '']) => name)]),
  )
}

it('docs/events.md: the table has every type with its data, in the order of the code', () => {
  const types = Object.entries(EVENT_DATA).map(([type, schema]) => [type, Object.keys((schema as z.ZodObject).shape)])
  expect(Object.entries(shownTypes())).toEqual(types)
  expect(types.length).toBeGreaterThan(10)
})
