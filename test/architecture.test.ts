import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { RULES } from './tooling/architecture-rules.ts'
import { readModule } from './tooling/read-module.ts'
import { listFiles, root } from './tooling/source-files.ts'

const modules = listFiles(['desktop', 'packages/client/build', 'packages/client/src', 'server', 'shared'])
  .filter((file) => /\.[cm]?tsx?$/.test(file))
  .map((file) => readModule(file, readFileSync(join(root, file), 'utf8')))

describe('the architecture', () => {
  for (const rule of RULES) it(rule.name, () => expect(rule.check(modules)).toEqual([]))

  it('is checked on every house', () => {
    const files = modules.map(({ file }) => file)
    expect(files).toEqual(
      expect.arrayContaining(['shared/clock.ts', 'desktop/core/ports.ts', 'server/lib/app-error.ts']),
    )
  })
})
