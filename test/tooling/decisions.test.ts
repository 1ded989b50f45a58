import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { root } from './source-files.ts'

const folder = join(root, 'docs/decisions')
const index = readFileSync(join(folder, 'README.md'), 'utf8')

it('the index of decisions lists every decision, and no other', () => {
  const files = readdirSync(folder).filter((file) => file !== 'README.md')
  for (const file of files) expect(file).toMatch(/^\d{4}-[a-z0-9-]+\.md$/)
  const listed = [...index.matchAll(/\]\((?:\.\/)?(\d{4}-[^)]+)\)/g)].map((link) => link[1])
  expect(listed.toSorted()).toEqual(files.toSorted())
})

it('every dependency has its reason in a line, and no line outlives its dependency', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, object | undefined>
  const packages = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'].flatMap((kind) =>
    Object.keys(manifest[kind] ?? {}),
  )
  const reasoned = [...index.matchAll(/^\| `([^`]+)` +\| \S.+\|$/gm)].map((row) => row[1])
  expect(reasoned.toSorted()).toEqual(packages.toSorted())
})
