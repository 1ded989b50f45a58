import { type Child, startProcess } from '../../support/start-process.ts'
import type { Seam } from '../mutants/seam.ts'
import { bundle } from './bundle.ts'

export interface ChildRun {
  /** A program and its arguments to run it through: `['strace', '-f', …]`. */
  through?: readonly string[]
  env?: Record<string, string>
  /** Faults in its code. */
  seams?: readonly Seam[]
}

/**
 * Starts a TypeScript file, bundled, in a process of its own, with `options` as its one argument (JSON) and a channel
 * for messages. It inherits nothing of the environment but what a program needs to run. Rejects when a fault does not
 * find its place.
 */
export async function startChild(file: URL, options: object, run: ChildRun = {}): Promise<Child> {
  const program = await bundle(file, run.seams)
  const { PATH, HOME, TMPDIR } = process.env
  return startProcess([...(run.through ?? []), process.execPath, program, JSON.stringify(options)], {
    env: { PATH, HOME, TMPDIR, ...run.env },
    channel: true,
  })
}
