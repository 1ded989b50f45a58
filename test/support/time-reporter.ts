import type { Reporter, TestModule } from 'vitest/node'
import { type BudgetVerdict, judgeProjects } from './project-budgets.ts'
import { type SlownessMeter, startSlownessMeter } from './slowness.ts'

export interface TimeReporterOptions {
  /** Fail the run when a project is clearly over its budget. */
  hold: boolean
}

/**
 * Makes a reporter that ends a run with the time of each project and its budget. Files that were left out cost nothing,
 * so a part of a project is judged as well. While files are watched nothing is printed.
 */
export function createTimeReporter({ hold }: TimeReporterOptions): Reporter {
  let print: (line: string) => void = () => {}
  let watches = false
  let meter: SlownessMeter | undefined
  return {
    onInit(vitest) {
      print = (line) => vitest.logger.log(line)
      watches = vitest.config.watch
    },
    onTestRunStart() {
      if (!watches) meter = startSlownessMeter()
    },
    onTestRunEnd(testModules) {
      if (meter === undefined) return
      const slowness = meter.stop()
      const verdicts = judgeProjects(timesOf(testModules), slowness)
      if (verdicts.length === 0) return
      print(`\nSeconds of the workers (this machine takes ${slowness.toFixed(1)} times as long as an idle one):`)
      for (const one of verdicts) print(`  ${lineOf(one)}`)
      const clearly = verdicts.filter(({ verdict }) => verdict === 'clearly over').map(({ project }) => project)
      if (!hold || clearly.length === 0) return
      print(`\nThe budgets are held here, and clearly over: ${clearly.join(', ')}.`)
      process.exitCode = 1
    },
  }
}

function timesOf(testModules: readonly TestModule[]): Map<string, { files: number; seconds: number }> {
  const taken = new Map<string, { files: number; seconds: number }>()
  for (const testModule of testModules) {
    const { duration, collectDuration, prepareDuration } = testModule.diagnostic()
    const before = taken.get(testModule.project.name) ?? { files: 0, seconds: 0 }
    taken.set(testModule.project.name, {
      files: before.files + 1,
      seconds: before.seconds + (duration + collectDuration + prepareDuration) / 1000,
    })
  }
  return taken
}

/** Writes a project's line: `server    143 s of 180    over    52 files`. */
function lineOf({ project, files, seconds, budget, verdict }: BudgetVerdict): string {
  const of = budget === undefined ? '' : ` of ${budget.toFixed(0)}`
  const name = (project || 'tests').padEnd(9)
  return `${name} ${`${seconds.toFixed(0)} s${of}`.padStart(13)}  ${files} files${verdict === 'within' ? '' : `: ${verdict} its budget`}`
}
