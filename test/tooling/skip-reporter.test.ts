import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { tempDir } from '../support/temp-dir.ts'
import { runVitest, type VitestRun } from './run-vitest.ts'

const reporterFile = fileURLToPath(new URL('../support/skip-reporter.ts', import.meta.url))

const GREEN = `test('runs', () => {})\n`
const SKIPPING = `
  ${GREEN}
  describe('a group', () => {
    test.skip('skipped by its title: no loudspeaker here', () => {})
    test('skipped while running', (ctx) => ctx.skip('no espeak-ng on this machine'))
  })
  test.todo('not written yet')
`
const FAILING = `
  ${GREEN}
  test('fails', () => { expect(1).toBe(2) })
  describe('a group', () => {
    beforeAll(() => { throw new Error('no database') })
    test('is never reached', () => {})
  })
`

/** Runs vitest with our reporter over `files` in a fresh folder. */
function runOver(files: Record<string, string>, requireAll: boolean, args: string[] = []): Promise<VitestRun> {
  const dir = tempDir()
  const config = `
    import { createSkipReporter } from ${JSON.stringify(reporterFile)}
    const requireAll = process.env['REQUIRE_ALL'] === '1'
    export default { test: { globals: true, reporters: ['default', createSkipReporter({ requireAll })] } }
  `
  for (const [name, content] of Object.entries({ 'vitest.config.ts': config, ...files }))
    writeFileSync(join(dir, name), content)
  return runVitest(['run', ...args], dir, requireAll ? { REQUIRE_ALL: '1' } : {})
}

describe('the skip reporter', () => {
  it('names what was skipped and why, counts, and leaves the run green', async () => {
    const run = await runOver({ 'a.test.ts': SKIPPING }, false)
    expect(run.stdout).toContain(
      [
        'Skipped (3):',
        '  a.test.ts > a group > skipped by its title: no loudspeaker here',
        '  a.test.ts > a group > skipped while running [no espeak-ng on this machine]',
        '  a.test.ts > not written yet [todo]',
      ].join('\n'),
    )
    expect(run.stdout).toMatch(/^1 passed, 0 failed, 3 skipped$/m)
    expect(run.code).toBe(0)
  })

  it('fails the same run when every test is required', async () => {
    const run = await runOver({ 'a.test.ts': SKIPPING }, true)
    expect(run.stdout).toContain('Every test is required here, but something was skipped.')
    expect(run.stdout).toMatch(/^1 passed, 0 failed, 3 skipped$/m)
    expect(run.code).toBe(1)
  })

  it('lets a run pass that skipped nothing when every test is required', async () => {
    const run = await runOver({ 'a.test.ts': GREEN, 'b.test.ts': GREEN }, true)
    expect(run.stdout).not.toContain('Skipped')
    expect(run.stdout).toMatch(/^2 passed, 0 failed, 0 skipped$/m)
    expect(run.code).toBe(0)
  })

  it('fails a run of no tests at all when every test is required', async () => {
    const run = await runOver({}, true, ['--passWithNoTests'])
    expect(run.stdout).toContain('Every test is required here, but no test ran.')
    expect(run.stdout).toMatch(/^0 passed, 0 failed, 0 skipped$/m)
    expect(run.code).toBe(1)
  })

  it('counts a failed test, a broken beforeAll and a file that does not load, and stays red', async () => {
    const run = await runOver({ 'a.test.ts': FAILING, 'b.test.ts': `import './gone.ts'` }, false)
    expect(run.stdout).toContain('  a.test.ts > a group > is never reached')
    expect(run.stdout).toMatch(/^1 passed, 3 failed, 1 skipped$/m)
    expect(run.code).toBe(1)
  })

  it('ends with what has failed, a line each with the first line of its error', async () => {
    const run = await runOver({ 'a.test.ts': FAILING, 'b.test.ts': `import './gone.ts'` }, false)
    const list = run.stdout.slice(run.stdout.indexOf('Failed (3):')).split('\n')
    expect(list.slice(1, 4)).toEqual([
      '  a.test.ts > fails: expected 1 to be 2 // Object.is equality',
      '  a.test.ts > a group: no database',
      expect.stringMatching(/^ {2}b\.test\.ts: Cannot find module '.*gone\.ts'/),
    ])
  })

  it('does not take a run that was singled out for a whole one', async () => {
    const run = await runOver({ 'a.test.ts': `test.only('alone', () => {})\n${GREEN}` }, true)
    expect(run.stdout).toMatch(/^1 passed, 0 failed, 1 skipped$/m)
    expect(run.code).toBe(1)
  })
})
