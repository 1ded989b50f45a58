import { join } from 'node:path'
import type { FirstKeys } from '../../../server/commands/bootstrap.ts'
import type { Child } from '../../support/start-process.ts'
import { TEST_WEBHOOKS_SECRET } from '../../support/test-server.ts'
import type { Seam } from '../mutants/seam.ts'
import { MUTANTS } from '../mutants/server-mutants.ts'
import { type ChildRun, startChild } from './child.ts'
import type { ServerOptions } from './server-options.ts'

export interface ServerChild extends Child {
  /** Resolves when it is ready; rejects when it ended before. Starts it, if it waits for that. */
  ready(): Promise<{ url: string; firstKeys: FirstKeys | null }>
  /** From here on steps count, and the process kills itself at step `at`. */
  arm(crash: { at: number; match?: string }): Promise<void>
  /** The steps since `arm`. */
  steps(): Promise<string[]>
  /** Resolves when it has taken, and survived, the step of this name since `arm`. */
  passed(step: string): Promise<void>
  /** Runs the jobs with this interval once. */
  tick(everyMs: number): void
  /** Sets its wall clock, by so many milliseconds. */
  jump(ms: number): void
  /** Lets a mutant that behaves do what it is made for, from now on. */
  misbehave(): Promise<void>
  /** Lets it stop in good order. */
  stop(): Promise<void>
}

/** A wall clock that runs faster than the monotonic one is a clock that jumps, unless both are those of the story. */
const IN_STORY_TIME: readonly Seam[] = [
  {
    module: 'server/lib/clock-watch.ts',
    export: 'createClockWatch',
    by: new URL('./story-clock-watch.ts', import.meta.url),
  },
  {
    module: 'server/lib/database-clock.ts',
    export: 'createDatabaseClock',
    by: new URL('./story-database-clock.ts', import.meta.url),
  },
]

type Started = { url: string; firstKeys: FirstKeys | null }

/** A server on `dataDir`, in a process of its own, on a free port. It ends with the test at the latest. */
export async function startServerChild(
  options: Partial<ServerOptions> & { dataDir: string },
  run?: ChildRun,
): Promise<ServerChild> {
  const full: ServerOptions = {
    time: { origin: Date.now(), speed: 1 },
    logFile: join(options.dataDir, 'server.log'),
    ...options,
    env: { STANDARD_WEBHOOKS_SECRET: TEST_WEBHOOKS_SECRET, ...options.env },
  }
  const { seams = [] } = full.mutant === undefined ? {} : MUTANTS[full.mutant]
  const hurried = full.time.speed === 1 ? [] : IN_STORY_TIME
  const child = await startChild(new URL('../children/server.ts', import.meta.url), full, {
    ...run,
    seams: [...seams, ...hurried],
  })
  let started: Promise<Started> | undefined
  return {
    ...child,
    ready() {
      if (started === undefined && full.waits === true) child.send({ start: true })
      started ??= child.message((message) => message['ready'] as Started | undefined)
      return started
    },
    async arm(crash) {
      child.send({ arm: crash })
      await child.message((message) => message['armed'])
    },
    async steps() {
      child.send({ steps: true })
      return await child.message((message) => message['taken'] as string[] | undefined)
    },
    passed: async (step) => void (await child.message((message) => (message['step'] === step ? true : undefined))),
    tick: (everyMs) => child.send({ tick: everyMs }),
    jump: (ms) => child.send({ jump: ms }),
    async misbehave() {
      child.send({ misbehave: true })
      await child.message((message) => message['misbehaves'])
    },
    async stop() {
      child.send({ stop: true })
      const { code } = await child.exited
      if (code !== 0) throw new Error(`the server did not stop in good order\n${child.output()}`)
    },
  }
}
