/**
 * Seconds that the workers may spend on each project, its imports included, when nothing else keeps the machine busy.
 * The sum over all workers: with three of them the run takes about a third of it.
 */
export const BUDGETS_S: Readonly<Record<string, number>> = {
  shared: 30,
  desktop: 42,
  speech: 40,
  server: 65,
  'server-long': 380,
  client: 20,
  'server-postgres': 900,
  path: 300,
  'path-postgres': 300,
  postgres: 280,
  faults: 400,
  deploy: 75,
  browser: 850,
  launch: 260,
  packages: 10,
  windows: 40,
  house: 50,
}

/** Times its budget from which a project is clearly over it: noise of the machine does not explain that much. */
const CLEARLY = 2

/** A project's time against its budget, both in seconds. */
export interface BudgetVerdict {
  project: string
  files: number
  seconds: number
  /** Its budget on this machine; `undefined` for a project without one. */
  budget: number | undefined
  verdict: 'within' | 'over' | 'clearly over'
}

/**
 * Compares the seconds that each project took with its budget. A machine that needs `slowness` times as long for the
 * same work has a budget as many times as large; a faster one has the whole budget, because it waits as long for a
 * clock or a disk.
 */
export function judgeProjects(
  taken: ReadonlyMap<string, { files: number; seconds: number }>,
  slowness: number,
  budgets = BUDGETS_S,
): BudgetVerdict[] {
  return [...taken].map(([project, { files, seconds }]) => {
    const own = budgets[project]
    const budget = own === undefined ? undefined : own * Math.max(1, slowness)
    const part = budget === undefined ? 0 : seconds / budget
    return { project, files, seconds, budget, verdict: part > CLEARLY ? 'clearly over' : part > 1 ? 'over' : 'within' }
  })
}
