import { relative } from 'node:path'
import type { Reporter, TestCase, TestModule, TestSuite } from 'vitest/node'

export interface SkipReporterOptions {
  /** Fail the run when a test was skipped, when the run was interrupted, or when no test ran at all. */
  requireAll: boolean
}

/** Letters of a message in the list of what has failed; the whole one stands further up. */
const MESSAGE_LETTERS = 160

/**
 * Makes a reporter that ends a run with the list of all tests that did not run, each with its reason (its title, or
 * `ctx.skip(reason)`), with the list of those that failed, and with counts. So a green run on a machine that lacks a
 * program is never mistaken for a green run of everything, and the end of a long log tells what to mend.
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
      const red = tests.filter((test) => test.result().state === 'failed')
      const broken = testModules.flatMap(brokenOutsideTests)
      const failed = red.length + broken.length + unhandledErrors.length
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
      if (failed > 0) {
        print(`\nFailed (${failed}):`)
        for (const test of red) print(`  ${describe(test, root)}: ${firstLine(test.result().errors)}`)
        for (const group of broken) print(`  ${placeOf(group, root)}: ${firstLine(group.errors())}`)
        for (const error of unhandledErrors) print(`  outside of any test: ${firstLine([error])}`)
      }
      print(`\n${passed} passed, ${failed} failed, ${skipped.length} skipped`)
    },
  }
}

/** Files that do not load, and groups whose `beforeAll` or `afterAll` is broken: failures that belong to no test. */
function brokenOutsideTests(testModule: TestModule): (TestModule | TestSuite)[] {
  const groups: (TestModule | TestSuite)[] = [testModule, ...testModule.children.allSuites()]
  return groups.filter((group) => group.errors().length > 0)
}

function placeOf(group: TestModule | TestSuite, root: string): string {
  const testModule = group.type === 'suite' ? group.module : group
  const suite = group.type === 'suite' ? ` > ${group.fullName}` : ''
  return `${fileOf(testModule, root)}${suite}`
}

/** `test/server/x.test.ts`, behind the name of its project where it has one. */
function fileOf(testModule: TestModule, root: string): string {
  const { name } = testModule.project
  return `${name && `${name}: `}${relative(root, testModule.moduleId)}`
}

/** The beginning of the first line of what was thrown. */
function firstLine(errors: readonly { message?: string }[] | undefined): string {
  const message = errors?.[0]?.message ?? ''
  return (message.split('\n')[0] ?? '').slice(0, MESSAGE_LETTERS)
}

/** `test/server/x.test.ts > suite > title [reason]` */
function describe(test: TestCase, root: string): string {
  const result = test.result()
  const reason = result.state === 'skipped' && result.note !== undefined ? ` [${result.note}]` : ''
  const todo = test.options.mode === 'todo' ? ' [todo]' : ''
  return `${fileOf(test.module, root)} > ${test.fullName}${reason}${todo}`
}
