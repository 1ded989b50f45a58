import type { Clock } from '../../shared/clock.ts'
import type { SystemVolume, VolumeLevel } from '../core/ports.ts'
import { type ChildRun, runChild } from './run-child.ts'

/** A system volume that may hold a process of the host and must be let go of. */
export interface HostVolume extends SystemVolume {
  /** Ends the program that runs. */
  close(): void
}

/** A program of the system that knows its default output. Every argument is our own: no text of anybody's is among them. */
export interface VolumeTool {
  command: string
  /** The arguments of each call that a look takes. */
  look: readonly (readonly string[])[]
  /** Reads what those calls wrote, in their order; `undefined` when it is no level. */
  read(texts: readonly string[]): VolumeLevel | undefined
  /** The arguments of each call that unmutes the output and sets its volume, 0–100. */
  raise(percent: number): readonly (readonly string[])[]
}

/** The longest run of one call, milliseconds. They take some fifty; one that waits for its sound server may hang. */
export const CALL_LIMIT_MS = 5_000
/** The time for which a tool that hung is not asked, milliseconds. */
const HUNG_MS = 60_000

/**
 * Looks at the default output by the first of the tools that works; that one is asked first from then on. Their language is
 * always C, so that one way of reading fits every system.
 */
export function createCommandVolume(deps: {
  tools: readonly VolumeTool[]
  clock: Clock
  env: NodeJS.ProcessEnv
}): HostVolume {
  const { clock } = deps
  const env = { ...deps.env, LC_ALL: 'C' }
  const line = [...deps.tools]
  /** By command: the monotonic time until which it is not asked, milliseconds. */
  const hung = new Map<string, number>()
  const running = new Set<ChildRun>()
  let closed = false

  /** Resolves to what the call wrote; `undefined` when it is missing, fails, or does not end in time. */
  async function call(command: string, args: readonly string[]): Promise<string | undefined> {
    if (closed || clock.elapsed() < (hung.get(command) ?? 0)) return undefined
    const run = runChild({ command, args, env })
    running.add(run)
    const cancel = clock.after(CALL_LIMIT_MS, () => {
      hung.set(command, clock.elapsed() + HUNG_MS)
      run.kill()
    })
    const { code, stdout } = await run.ended
    cancel()
    running.delete(run)
    return code === 0 ? stdout.toString('utf8') : undefined
  }

  async function callAll(command: string, calls: readonly (readonly string[])[]): Promise<string[] | undefined> {
    const texts: string[] = []
    for (const args of calls) {
      const text = await call(command, args)
      if (text === undefined) return undefined
      texts.push(text)
    }
    return texts
  }

  return {
    async look() {
      for (const tool of [...line]) {
        const texts = await callAll(tool.command, tool.look)
        const level = texts && tool.read(texts)
        if (level !== undefined) return level
        line.push(...line.splice(line.indexOf(tool), 1))
      }
      return undefined
    },
    async raise(volume) {
      const percent = volume > 0 ? Math.round(Math.min(1, volume) * 100) : 0
      for (const tool of [...line]) if (await callAll(tool.command, tool.raise(percent))) return true
      return false
    },
    close() {
      closed = true
      for (const run of running) run.kill()
    },
  }
}
