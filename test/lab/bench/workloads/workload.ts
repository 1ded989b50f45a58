import type { Contender } from '../contenders/contender.ts'
import type { Options } from '../options.ts'

export interface Bench {
  options: Options
  /** Those of these that can be measured here and were asked for, our server first. */
  choose(among: readonly Contender[]): Contender[]
  /** Where to write a profile, if profiles are wanted. */
  profile(name: string): { profile?: string }
  /** Tells how far it has come. */
  say(line: string): void
}

export interface Outcome {
  /** Everything, for the JSON file. */
  figures: unknown
  /** What a person reads. */
  tables: string[]
  /** What must not be, in words. Losing reminders is a fault of ours only: floors and peers may. */
  faults: string[]
}

export interface Workload {
  title: string
  run(bench: Bench): Promise<Outcome>
}
