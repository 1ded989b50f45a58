import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { MUTANTS } from '../lab/mutants/server-mutants.ts'
import { CLIENT_STORIES } from '../lab/mutations/client-stories.ts'
import { DEVICE_STORIES } from '../lab/mutations/device-stories.ts'
import { SERVER_STORIES } from '../lab/mutations/server-stories.ts'
import { root } from './source-files.ts'

interface Proof {
  title: string
  file: string
}

const read = (file: string) => readFileSync(join(root, file), 'utf8')

/** What stands below a heading, up to the next of its kind. */
function section(text: string, heading: string): string {
  const body = text.split(`\n## ${heading}\n`)[1]
  if (body === undefined) throw new Error(`there is no section “${heading}”`)
  return body.split('\n## ')[0] ?? ''
}

/** The rows of the first table, without its head. */
function rows(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
}

function proofs(text: string): Proof[] {
  return [...text.matchAll(/\[([^\]]+)\]\((test\/[^)]+)\)/g)].map(([, title = '', file = '']) => ({ title, file }))
}

/** Says of every link that leads nowhere, or to a file without a test of that title. */
function faults(links: readonly Proof[]): string[] {
  return links.flatMap(({ title, file }) => {
    if (!file.endsWith('.test.ts') || !existsSync(join(root, file))) return [`${file} is no test`]
    return read(file).includes(title) ? [] : [`${file} has no test “${title}”`]
  })
}

const english = section(read('README.md'), 'What we promise, and what proves it')
const chinese = section(read('README.zh-CN.md'), '我们保证什么，凭什么')

describe('what README.md promises', () => {
  it('each sentence links to tests, which exist and have these titles', () => {
    const promises = rows(english)
    expect(promises.length).toBeGreaterThan(4)
    for (const promise of promises) expect(proofs(promise).length, promise).toBeGreaterThan(0)
    expect(faults(proofs(english))).toEqual([])
  })

  it('is proved by the same tests in both languages', () => {
    expect(rows(chinese).map(proofs)).toEqual(rows(english).map(proofs))
  })

  it.each([
    [{ file: 'test/path/gone.test.ts', title: 'anything' }, 'is no test'],
    [{ file: 'test/path/catch-up.test.ts', title: 'a title that nobody gave' }, 'has no test'],
    [{ file: 'test/lab/mutants/server-mutants.ts', title: 'forgets_the_log' }, 'is no test'],
  ])('would not let %o pass', (link, why) => expect(faults([link])).toEqual([expect.stringContaining(why)]))
})

describe('docs/reliability.md', () => {
  const page = read('docs/reliability.md')

  it('names tests that exist', () => {
    const named = rows(section(page, 'What is proved, and by what')).flatMap((row) =>
      [...row.matchAll(/`([\w/-]+\.test\.ts)`/g)].map(([, file = '']) =>
        file.includes('/') ? file : `test/faults/${file}`,
      ),
    )
    expect(named.length).toBeGreaterThan(10)
    for (const file of named) expect(existsSync(join(root, file)), file).toBe(true)
  })

  it('lists every fault that must be noticed, with what turns red, and no other', () => {
    const stories = [...SERVER_STORIES, ...DEVICE_STORIES, ...CLIENT_STORIES]
    const told = stories.flatMap(({ faults }) => faults.map(({ fault, breaks }) => `${fault}: ${breaks.join(' ')}`))
    const listed = [
      ...section(page, 'The faults that must be noticed').matchAll(/^\| `(\w+)`[^|]*\|[^|]*\| (I[\dI ]+?) *\|/gm),
    ].map(([, fault, breaks]) => `${fault}: ${breaks}`)
    expect(listed.toSorted()).toEqual(told.toSorted())
    for (const name of Object.keys(MUTANTS)) expect(page).toContain(`\`${name}\``)
  })
})
