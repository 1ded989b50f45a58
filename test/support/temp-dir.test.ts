import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { tempDir } from './temp-dir.ts'

const made: string[] = []

it('gives a fresh empty folder at every call', () => {
  made.push(tempDir(), tempDir())
  expect(new Set(made).size).toBe(2)
  for (const dir of made) {
    expect(readdirSync(dir)).toEqual([])
    writeFileSync(join(dir, 'left-behind'), 'x')
  }
})

it('has removed the folders of the test before, contents included', () => {
  expect(made).toHaveLength(2)
  for (const dir of made) expect(existsSync(dir)).toBe(false)
})
