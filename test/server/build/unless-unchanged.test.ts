import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { forgetBuilt, unlessUnchanged } from '../../../server/build/unless-unchanged.ts'
import { tempDir } from '../../support/temp-dir.ts'

/** A repository of two files, and what is built of them. */
function smallRepository() {
  const root = tempDir()
  const built = { output: 'dist/out.js', sources: ['source', 'settings.json'] }
  const write = (file: string, text: string) => writeFileSync(join(root, file), text)
  for (const folder of ['source/deep', 'dist']) mkdirSync(join(root, folder), { recursive: true })
  for (const file of ['source/deep/a.ts', 'settings.json', 'package-lock.json']) write(file, 'a')
  const make = async (settings: string[] = []) =>
    await unlessUnchanged(root, { ...built, settings }, async () => write('dist/out.js', 'built'))
  return { root, built, write, make }
}

describe('what is built of sources', () => {
  it('is built once, and not again for a touched file', async () => {
    const { root, make } = smallRepository()
    expect(await make()).toBe(true)
    const later = new Date(Date.now() + 60_000)
    utimesSync(join(root, 'source/deep/a.ts'), later, later)
    expect(await make()).toBe(false)
  })

  it.each([
    ['a changed source', 'source/deep/a.ts'],
    ['a new source', 'source/b.ts'],
    ['a changed file beside them', 'settings.json'],
    ['another version of a package', 'package-lock.json'],
  ])('is built again for %s', async (_what, file) => {
    const { make, write } = smallRepository()
    await make()
    write(file, 'b')
    expect(await make()).toBe(true)
    expect(await make()).toBe(false)
  })

  it('is built again with other settings, when it is gone, and when somebody else wrote it', async () => {
    const { root, built, make } = smallRepository()
    await make()
    expect(await make(['a key'])).toBe(true)
    rmSync(join(root, built.output))
    expect(await make(['a key'])).toBe(true)
    await forgetBuilt(root, built)
    expect(await make(['a key'])).toBe(true)
  })

  it('is not taken for built when the build failed over an older one', async () => {
    const { root, built, make, write } = smallRepository()
    await make()
    write('source/deep/a.ts', 'no TypeScript')
    const fails = unlessUnchanged(root, built, () => Promise.reject(new Error('does not parse')))
    await expect(fails).rejects.toThrow('does not parse')
    write('source/deep/a.ts', 'a')
    expect(await make()).toBe(true)
  })
})
