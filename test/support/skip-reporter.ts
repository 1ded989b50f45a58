import { relative } from 'node:path'
import type { Reporter, TestCase, TestModule, TestSuite } from 'vitest/node'

export interface SkipReporterOptions {
  /** Fail the run when a test was skipped, when the run was interrupted, or when no test ran at all. */
  requireAll: boolean
}

/**
 * Makes a reporter that ends a run with the list of all tests that did not run, each with its reason (its title, or
 * `ctx.skip(reason)`), and with counts. So a green run on a machine that lacks a program is never mistaken for a green
 * run of everything.
 */
export function createSkipReporter({ requireAll }: SkipReporterOptions): Reporter {
  let print: (line: string) => void = () => {}
  let root = ''
  return {
    onInit(vitest) {
      print = (line) => vitest.logger.log(line)
      root = vitest.config.root
    },
    onTestRunEnd(testModules, unhandledErrors, reason) {
      const tests = testModules.flatMap((testModule) => [...testModule.children.allTests()])
      const passed = tests.filter((test) => test.result().state === 'passed').length
      const failed =
        tests.filter((test) => test.result().state === 'failed').length +
        testModules.reduce((sum, testModule) => sum + brokenOutsideTests(testModule), 0) +
        unhandledErrors.length
      // "pending" are those that an interrupted run never reached: they did not run either.
      const skipped = tests.filter((test) => ['skipped', 'pending'].includes(test.result().state))

      if (skipped.length > 0) {
        print(`\nSkipped (${skipped.length}):`)
        for (const test of skipped) print(`  ${describe(test, root)}`)
      }
      if (requireAll) {
        const faults = [
          ...(skipped.length > 0 ? ['something was skipped'] : []),
          ...(passed + failed === 0 ? ['no test ran'] : []),
          ...(reason === 'interrupted' ? ['the run was interrupted'] : []),
        ]
        if (faults.length > 0) {
          print(`\nEvery test is required here, but ${faults.join(' and ')}.`)
          process.exitCode = 1
        }
      }
      print(`\n${passed} passed, ${failed} failed, ${skipped.length} skipped`)
    },
  }
}

/** Counts failures that belong to no test: a file that does not load, a broken `beforeAll`. */
function brokenOutsideTests(testModule: TestModule): number {
  const groups: (TestModule | TestSuite)[] = [testModule, ...testModule.children.allSuites()]
  return groups.filter((group) => group.errors().length > 0).length
}

/** `test/server/x.test.ts > suite > title [reason]` */
function describe(test: TestCase, root: string): string {
  const result = test.result()
  const reason = result.state === 'skipped' && result.note !== undefined ? ` [${result.note}]` : ''
  const todo = test.options.mode === 'todo' ? ' [todo]' : ''
  return `${relative(root, test.module.moduleId)} > ${test.fullName}${reason}${todo}`
}
