import type { Processes } from '../../start-processes.ts'
import type { Phase } from '../phase.ts'
import type { Bench } from '../workload.ts'

/** Something that a server does beside its payments. */
export interface Disturbance {
  /** The name of its phases; the others are `quiet`. */
  what: string
  measure(bench: Bench, processes: Processes): Promise<Disturbed>
}

export interface Disturbed {
  phases: Phase<string>[]
  /** What was done meanwhile, in numbers, by their names in the table. */
  done: Record<string, number>
  faults: string[]
}
