import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { type BudgetVerdict, judgeProjects } from '../support/project-budgets.ts'
import { tempDir } from '../support/temp-dir.ts'
import { runVitest } from './run-vitest.ts'

const reporterFile = fileURLToPath(new URL('../support/time-reporter.ts', import.meta.url))

describe('the budget of a project', () => {
  const verdict = (seconds: number, slowness: number): BudgetVerdict['verdict'] | undefined =>
    judgeProjects(new Map([['server', { files: 1, seconds }]]), slowness, { server: 100 })[0]?.verdict

  it.each([
    [90, 1, 'within'],
    [110, 1, 'over'],
    [210, 1, 'clearly over'],
    [290, 3, 'within'],
    [310, 3, 'over'],
    [610, 3, 'clearly over'],
    [90, 0.5, 'within'],
  ])('%d s on a machine %d times as slow are %s', (seconds, slowness, expected) => {
    expect(verdict(seconds, slowness)).toBe(expected)
  })

  it('a project without one is within it', () => {
    const [kept] = judgeProjects(new Map([['new', { files: 1, seconds: 1e6 }]]), 1, {})
    expect(kept).toMatchObject({ verdict: 'within', budget: undefined })
  })
})

/** A project `shared` that takes far longer than its budget of a millisecond, by a clock of its own. */
function runSlowProject(hold: boolean) {
  const dir = tempDir()
  const config = `
    import { createTimeReporter } from ${JSON.stringify(reporterFile)}
    import { BUDGETS_S } from ${JSON.stringify(reporterFile.replace('time-reporter', 'project-budgets'))}
    BUDGETS_S.shared = 0.000001
    export default { test: { globals: true, name: 'shared', reporters: [createTimeReporter({ hold: ${hold} })] } }
  `
  writeFileSync(join(dir, 'vitest.config.ts'), config)
  writeFileSync(join(dir, 'a.test.ts'), `test('runs', () => {})\n`)
  return runVitest(['run'], dir)
}

describe('the time reporter', () => {
  it('tells what each project took, and that it is over its budget; the run stays green', async () => {
    const run = await runSlowProject(false)
    expect(run.stdout).toMatch(/takes \d+\.\d times as long as an idle one/)
    expect(run.stdout).toMatch(/^ {2}shared +\d+ s of 0 {2}1 files: clearly over its budget$/m)
    expect(run.code, run.stderr).toBe(0)
  })

  it('fails the run where budgets are held', async () => {
    const run = await runSlowProject(true)
    expect(run.stdout).toContain('The budgets are held here, and clearly over: shared.')
    expect(run.code).toBe(1)
  })
})
