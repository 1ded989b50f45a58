import type { Contender } from '../contenders/contender.ts'
import type { Options } from '../options.ts'
import type { Watch } from '../strangers.ts'
import type { Table } from '../table.ts'

/** A contender that was asked for, and whose program is not on this machine. */
export interface Absent {
  contender: string
  why: string
}

export interface Bench {
  options: Options
  /** Those of these that can be measured here and were asked for, our server first. */
  choose(among: readonly Contender[]): Contender[]
  /** Those of these that were asked for and cannot be measured here. */
  absent(among: readonly Contender[]): Absent[]
  /** Where to write a profile, if profiles are wanted. */
  profile(name: string): { profile?: string }
  /** Tells how far it has come. */
  say(line: string): void
  /** Wraps each stretch that is measured: tells what strangers took of the machine meanwhile. */
  watch: Watch
  /** A folder that all repetitions share, empty at first, on the disk that is measured. */
  sharedFolder: string
}

export interface Outcome {
  /** Everything, for the JSON file. */
  figures: unknown
  /** What a person reads. Texts are printed as they are; tables are joined with those of the other repetitions. */
  tables: (Table | string)[]
  /** What must not be, in words. Losing reminders is a fault of ours only: floors and peers may. */
  faults: string[]
}

export interface Workload {
  title: string
  run(bench: Bench): Promise<Outcome>
}

/** A workload that watches no stretch by itself, watched from its beginning to its end. */
export function watchedAsWhole(workload: Workload): Workload {
  return {
    title: workload.title,
    run: async (bench) => (await bench.watch(workload.title, () => workload.run(bench))).value,
  }
}
