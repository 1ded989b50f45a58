import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { PROBLEMS } from '../../shared/problem.ts'
import { listFiles, root } from './source-files.ts'

/** The tables that name every code, whether or not anything answers it. */
const TABLES = /^server\/http\/problems\//

it('every code of the catalogue is answered by something of the server', () => {
  const sources = listFiles(['server'])
    .filter((file) => file.endsWith('.ts') && !TABLES.test(file))
    .map((file) => readFileSync(join(root, file), 'utf8'))
    .join('\n')
  const unused = Object.keys(PROBLEMS).filter((code) => !sources.includes(`'${code}'`))
  expect(unused).toEqual([])
})
