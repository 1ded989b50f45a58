import type { createDatabaseClock as Seam } from '../../../server/lib/database-clock.ts'
import type { StoryClock } from './story-clock.ts'

/** No fault, but a seam all the same: the database's machine is asked what time it is in the story. */
export const createDatabaseClock =
  (original: typeof Seam): typeof Seam =>
  async (host, databaseNow) => {
    const { inStory, elapsed, elapsedInStory } = host as StoryClock
    const measured = await original({ ...host, elapsed: elapsedInStory }, async () => inStory(await databaseNow()))
    return Object.assign(measured, { elapsed, elapsedInStory })
  }
