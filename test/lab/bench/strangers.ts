import { cpus } from 'node:os'
import { machineMs } from './clock.ts'
import { familyCpuMs, machineBusyMs } from './process-usage.ts'

/** The share of the machine that others may take before `--quiet` refuses a figure. */
const MOST_STRANGERS = 0.1

/** CPU time since some beginning, ms: of everybody on all cores, and of this benchmark with all it has started. */
export interface Moment {
  at: number
  everybodyMs: number
  oursMs: number
}

/** The share of the whole machine, 0 to 1, that programs which are not ours took between two moments. */
export function strangersShare(before: Moment, after: Moment, cores: number): number {
  const strangersMs = after.everybodyMs - before.everybodyMs - (after.oursMs - before.oursMs)
  return Math.max(0, strangersMs) / ((after.at - before.at) * cores)
}

/** Other programs took so much of the machine that the figures would be theirs. */
export class StrangersError extends Error {
  constructor(what: string, share: number) {
    super(
      `${what}: other programs took ${(share * 100).toFixed(1)} % of the machine while it was measured; ` +
        `--quiet reports nothing above ${MOST_STRANGERS * 100} %. Measure again on a quiet machine.`,
    )
  }
}

/**
 * Runs what is measured, and tells the share of the machine that strangers had meanwhile. With `--quiet` it rejects with a
 * {@link StrangersError} when that was too much. `ours`: processes that are no strangers with all they have started, though
 * this benchmark is not their parent.
 */
export type Watch = <T>(
  what: string,
  measured: () => Promise<T>,
  ours?: readonly number[],
) => Promise<{ value: T; strangers: number }>

/** Makes a watch. `look` and `cores` are the machine's by default. */
export function createWatch(
  { quiet }: { quiet: boolean },
  look: (ours: readonly number[]) => Moment = lookAtMachine,
  cores = cpus().length,
): Watch {
  return async (what, measured, ours = []) => {
    const before = look(ours)
    const value = await measured()
    const strangers = strangersShare(before, look(ours), cores)
    if (quiet && strangers > MOST_STRANGERS) throw new StrangersError(what, strangers)
    return { value, strangers }
  }
}

function lookAtMachine(ours: readonly number[]): Moment {
  const oursMs = [process.pid, ...ours].reduce((sum, pid) => sum + familyCpuMs(pid), 0)
  return { at: machineMs(), everybodyMs: machineBusyMs(), oursMs }
}
