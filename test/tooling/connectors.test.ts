import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ALL_CONNECTORS } from '../../server/connectors/all-connectors.ts'
import { readModule, visit } from './read-module.ts'
import { listFiles, root } from './source-files.ts'

const FOLDER = 'server/connectors'
const LIST = `${FOLDER}/all-connectors.ts`

const kinds = ALL_CONNECTORS.map(({ kind }) => kind)
const modules = listFiles(['desktop', 'server', 'shared'])
  .filter((file) => /\.[cm]?tsx?$/.test(file))
  .map((file) => readModule(file, readFileSync(join(root, file), 'utf8')))

describe('a connector is one folder and one line', () => {
  it('every folder of a connector stands in the list under its kind, and the list has no other', () => {
    const folders = readdirSync(join(root, FOLDER), { withFileTypes: true })
      // The kit is what they share.
      .filter((entry) => entry.isDirectory() && entry.name !== 'kit')
      .map(({ name }) => name)
    expect(kinds.toSorted()).toEqual(folders.toSorted())
  })

  it('the list takes the module of each folder, and nothing else reaches into one', () => {
    const reaches = modules.flatMap(({ file, imports }) =>
      imports
        .filter(({ target }) => kinds.some((kind) => target.startsWith(`${FOLDER}/${kind}/`)))
        .filter(({ target }) => file.split('/').slice(0, 3).join('/') !== target.split('/').slice(0, 3).join('/'))
        .map(({ target }) => `${file} imports ${target}`),
    )
    expect(reaches.toSorted()).toEqual(kinds.map((kind) => `${LIST} imports ${FOLDER}/${kind}/index.ts`).toSorted())
  })

  it.each(kinds)('%s is named in its folder and in the list alone, comments apart', (kind) => {
    const naming: string[] = []
    for (const { file, body } of modules) {
      if (file.startsWith(`${FOLDER}/${kind}/`) || file === LIST) continue
      for (const statement of body)
        visit(statement, (node) => {
          const word = ['name', 'value', 'raw'].map((field) => node[field]).find((text) => typeof text === 'string')
          if (new RegExp(kind, 'i').test(String(word ?? ''))) naming.push(`${file} says ${word}`)
          return true
        })
    }
    expect(naming).toEqual([])
  })

  it.each(kinds)('%s has a test file of its own', (kind) => {
    expect(existsSync(join(root, `test/server/connectors/${kind}.test.ts`))).toBe(true)
  })
})
