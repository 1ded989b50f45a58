import { joinTables, type Table, writeTable } from './table.ts'
import type { Bench, Workload } from './workloads/workload.ts'

/** Repetitions of a workload, joined: its tables written, figures of each of them. */
export interface Repeated {
  figures: unknown
  tables: string[]
  faults: string[]
}

/**
 * Runs a workload as often as `--repeat` says. It goes through its contenders each time, so a change of the machine's mood
 * meets them all.
 */
export async function repeat(workload: Workload, bench: Bench): Promise<Repeated> {
  const times = bench.options.repeat
  const outcomes: Awaited<ReturnType<Workload['run']>>[] = []
  for (let time = 1; time <= times; time++) {
    if (times > 1) bench.say(`${workload.title}: ${time} of ${times}`)
    outcomes.push(await workload.run(bench))
  }
  const faults = outcomes.flatMap((outcome, i) =>
    outcome.faults.map((fault) => (times > 1 ? `${fault} (${i + 1} of ${times})` : fault)),
  )
  const figures = outcomes.map((outcome) => outcome.figures)
  return {
    figures: times > 1 ? figures : figures[0],
    tables: joinAll(outcomes.map(({ tables }) => tables)),
    faults,
  }
}

/** Each table with the tables at its place in the other repetitions; a text once, if it is the same each time. */
function joinAll(repetitions: readonly (readonly (Table | string)[])[]): string[] {
  return (repetitions[0] ?? []).flatMap((first, place) => {
    if (typeof first !== 'string')
      return [writeTable(joinTables(repetitions.map((tables) => tables[place]).filter(isTable)))]
    const texts = repetitions.map((tables) => tables[place]).filter((one) => typeof one === 'string')
    return [...new Set(texts)]
  })
}

function isTable(one: Table | string | undefined): one is Table {
  return typeof one === 'object'
}
