import type { createClockWatch as Seam } from '../../../server/lib/clock-watch.ts'
import type { StoryClock } from './story-clock.ts'

/** No fault, but a seam all the same: the server compares its wall clock with the story's time, and not with the world's. */
export const createClockWatch =
  (original: typeof Seam): typeof Seam =>
  (clock) =>
    original({ now: clock.now, elapsed: (clock as StoryClock).elapsedInStory })
