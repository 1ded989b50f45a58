import type { SeededRandom } from '../../support/seeded-random.ts'
import { explain } from '../check/check-history.ts'
import { type ClientChild, startClientChild } from './client-child.ts'
import type { ClientStory, StoryClient } from './client-story.ts'

const LANES = [0, 1] as const
/** The story takes a second; a client that needs so long is stuck. */
const STUCK_MS = 180_000
/** What a killed client did before may cost the next one this many steps more. */
const MORE_STEPS = 2

export interface ClientKills {
  /** Steps of the run without a kill. */
  steps: number
  kills: number
  /** What was wrong, each with its step. */
  faults: string[]
}

/**
 * Lets the client announce what waits once, to learn its steps, and then once for every step on a copy of its own, killed
 * there by SIGKILL and started again. With `random` the one that was started again is sometimes killed as well, and after
 * `limit` kills it is enough.
 */
export async function killClientAtEveryStep(
  story: ClientStory,
  { random, limit = Number.POSITIVE_INFINITY }: { random?: SeededRandom; limit?: number } = {},
): Promise<ClientKills> {
  const clean = await cleanRun(story)
  const found: ClientKills = { ...clean, kills: 0 }
  const points = Array.from({ length: clean.steps + MORE_STEPS }, (_, index) => index + 1)
  const queue = random === undefined ? points : random.shuffle(points)
  const work = async (lane: 0 | 1) => {
    for (let at = queue.shift(); at !== undefined && found.kills < limit; at = queue.shift()) {
      const client = story.copy(lane)
      const again = random?.chance(0.3) === true ? [1 + random.int(clean.steps)] : []
      for (const here of [at, ...again]) {
        found.kills++
        if (!(await dies(story, client, here))) found.kills--
      }
      await finish(story, client)
      found.faults.push(...explain(client.check()).map((fault) => `killed at step ${[at, ...again]}: ${fault}`))
    }
  }
  await Promise.all(LANES.map(work))
  return found
}

async function cleanRun(story: ClientStory): Promise<{ steps: number; faults: string[] }> {
  const client = story.copy()
  const child = await startClientChild({ ...client.options, crash: { at: Number.MAX_SAFE_INTEGER } })
  await inTime(child.done(story.head))
  await child.kill()
  let steps = 0
  const next = () =>
    child
      .message(({ step }) => step)
      .then(
        () => ++steps,
        () => undefined,
      )
  while ((await next()) !== undefined);
  const shown = client.lines().filter(({ t }) => t === 'shown').length
  const faults = explain(client.check())
  if (shown <= story.waiting) faults.push(`${story.waiting} reminders waited, ${shown - 1} were announced`)
  return { steps, faults }
}

/** Whether the client got as far as the step at which it was to be killed. */
async function dies({ head }: ClientStory, client: StoryClient, at: number): Promise<boolean> {
  if (client.stands()) return false
  const child = await startClientChild({ ...client.options, crash: { at } })
  // It rejects when the process ends, which is what it was started for.
  const survived = await inTime(
    child.done(head).then(
      () => true,
      () => false,
    ),
  )
  const { signal } = await child.kill()
  return !survived && signal === 'SIGKILL'
}

/** The one that nobody kills announces the rest. A client that had stored everything stores nothing more. */
async function finish({ head }: ClientStory, client: StoryClient): Promise<void> {
  const child: ClientChild = await startClientChild(client.options)
  if (!client.stands()) await inTime(child.done(head))
  await child.kill()
}

function inTime<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not done after ${STUCK_MS} ms`)), STUCK_MS)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
