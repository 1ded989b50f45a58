import { laidan } from '../contenders/laidan.ts'
import type { Options } from '../options.ts'
import { createProcesses } from '../start-processes.ts'
import { type Column, plain, table } from '../table.ts'
import type { Disturbance } from './beside/disturbance.ts'
import { besidePages } from './beside/pages.ts'
import { besidePruning } from './beside/pruning.ts'
import { besideReports } from './beside/reports.ts'
import { PHASE_COLUMNS, phaseFaults, slowdown } from './phase.ts'
import type { Bench, Outcome, Workload } from './workload.ts'

/** What goes on beside the payments may make their p99 this many times longer. */
const MAY_BE_SLOWER = 2

const DISTURBANCES: Record<Options['beside'][number], Disturbance> = {
  pruning: besidePruning,
  pages: besidePages,
  reports: besideReports,
}

/**
 * W9: payments at a low rate while the server has something else to do, each time twice, with quiet stretches in between.
 * Backups are W7, guesses W8.
 */
export const besideOthers: Workload = {
  title: 'W9 payments beside others',
  async run(bench) {
    const outcomes: Outcome[] = []
    for (const what of bench.options.beside) outcomes.push(await runBeside(bench, DISTURBANCES[what]))
    return {
      figures: outcomes.map(({ figures }) => figures),
      tables: outcomes.flatMap(({ tables }) => tables),
      faults: outcomes.flatMap(({ faults }) => faults),
    }
  },
}

async function runBeside(bench: Bench, { what, measure }: Disturbance): Promise<Outcome> {
  const processes = createProcesses(bench.options.dir)
  try {
    bench.say(`${laidan.name}: payments beside ${what}`)
    const { phases, done, faults } = await measure(bench, processes)
    const times = slowdown(phases, what, 'quiet')
    return {
      figures: { what, phases, done, slowdown: times },
      tables: [
        table(PHASE_COLUMNS, phases, `Payments beside ${what}`),
        table([...COLUMNS, ...Object.keys(done).map(doneColumn)], [{ what, times, done }]),
      ],
      faults: [...phaseFaults(phases, { busy: what, quiet: 'quiet', most: MAY_BE_SLOWER }), ...faults],
    }
  } finally {
    await processes.end()
  }
}

interface Compared {
  what: string
  times: number
  done: Record<string, number>
}

const COLUMNS: Column<Compared>[] = [
  ['beside', ({ what }) => what],
  ['p99 ÷ quiet', ({ times }) => plain(times, 2)],
]

function doneColumn(name: string): Column<Compared> {
  return [name, ({ done }) => plain(done[name] ?? Number.NaN)]
}
