import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ALL_PROVIDERS } from '../../server/payments/all-providers.ts'
import { type Module, readModule, visit } from './read-module.ts'
import { listFiles, root } from './source-files.ts'

const FOLDER = 'server/payments/providers'
const LIST = 'server/payments/all-providers.ts'

/** Files beside the list that name a provider, and why. */
const EXCEPTIONS: Record<string, string> = {
  'shared/api/local-keys.ts': 'a file on disk has the secret under this name, and `npm run order` reads it there',
  'server/start-server.ts': 'hands that secret out',
  'server/main.ts': 'writes that file',
  'server/first-keys.ts': 'writes it the first time',
}

const names = ALL_PROVIDERS.map(({ name }) => name)
const modules = listFiles(['desktop', 'server', 'shared'])
  .filter((file) => /\.[cm]?tsx?$/.test(file))
  .map((file) => readModule(file, readFileSync(join(root, file), 'utf8')))

/** Every identifier and every literal of a file: its code without its comments. */
function wordsOf({ body }: Module): string[] {
  const words: string[] = []
  for (const statement of body)
    visit(statement, (node) => {
      for (const field of ['name', 'value', 'raw']) {
        const value = node[field]
        if (typeof value === 'string') words.push(value)
        else if (node.type === 'TemplateElement' && field === 'value') words.push((value as { raw: string }).raw)
      }
      return true
    })
  return words
}

/** `standard-webhooks` is also standardWebhooks, STANDARD_WEBHOOKS and “Standard Webhooks”. */
function anyFormOf(name: string): RegExp {
  return new RegExp([...name.replaceAll('-', '')].join('[-_ ]?'), 'i')
}

describe('a payment provider is one folder and one line', () => {
  it('every folder of a provider stands in the list under its name, and the list has no other', () => {
    const folders = readdirSync(join(root, FOLDER), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
    expect(names.toSorted()).toEqual(folders.toSorted())
  })

  it('the list takes the module of each folder, and nothing else reaches into one', () => {
    const reaches = modules.flatMap(({ file, imports }) =>
      imports
        .filter(({ target }) => names.some((name) => target.startsWith(`${FOLDER}/${name}/`)))
        .filter(({ target }) => file.split('/').slice(0, 4).join('/') !== target.split('/').slice(0, 4).join('/'))
        .map(({ target }) => `${file} imports ${target}`),
    )
    expect(reaches.toSorted()).toEqual(names.map((name) => `${LIST} imports ${FOLDER}/${name}/index.ts`).toSorted())
  })

  it.each(names)('%s is named in its folder and in the list alone', (name) => {
    const form = anyFormOf(name)
    const naming = modules
      .filter(({ file }) => !file.startsWith(`${FOLDER}/${name}/`) && file !== LIST && EXCEPTIONS[file] === undefined)
      .flatMap((module) =>
        wordsOf(module)
          .filter((word) => form.test(word))
          .map((word) => `${module.file} says “${word}”`),
      )
    const rule = `only ${FOLDER}/${name}/ and ${LIST} may name ${name}, in any spelling (${form}), comments apart`
    expect(naming, `${naming.join(', ')}: ${rule}`).toEqual([])
  })

  it.each(names)('%s has a test file of its own', (name) => {
    const file = `test/server/payments/providers/${name}.test.ts`
    expect(existsSync(join(root, file)), `${file}: there is none`).toBe(true)
  })

  it('every exception is still needed', () => {
    const forms = names.map(anyFormOf)
    const needed = modules
      .filter((module) => wordsOf(module).some((word) => forms.some((form) => form.test(word))))
      .map(({ file }) => file)
    expect(needed).toEqual(expect.arrayContaining(Object.keys(EXCEPTIONS)))
  })
})
