import { createSeededRandom } from '../../support/seeded-random.ts'
import { startClientStory } from '../rig/client-story.ts'
import { killClientAtEveryStep } from '../rig/kill-client.ts'
import { type Round, type Run, runRounds } from './run.ts'

const KILLS_A_ROUND = 100

/** `test/faults/sigkill-client.test.ts`, its first test, again and again with other things to announce. */
export const clientKills: Run = {
  name: 'client-kills',
  title: `the real client killed at every step around announcements, ${KILLS_A_ROUND} times a round (I5, I7, I8)`,
  run: (options) => runRounds('client-kills', options, round),
}

async function round(seed: number): Promise<Round> {
  const random = createSeededRandom(seed)
  const counts = { kills: 0, stories: 0, waiting: 0, steps: 0 }
  const violations: string[] = []
  while (counts.kills < KILLS_A_ROUND) {
    const story = await startClientStory(random.int(2 ** 31))
    const { kills, steps, faults } = await killClientAtEveryStep(story, {
      random,
      limit: KILLS_A_ROUND - counts.kills,
    })
    counts.kills += kills
    counts.stories++
    counts.waiting += story.waiting
    counts.steps += steps
    violations.push(...faults)
  }
  return {
    counts: { kills: counts.kills, stories: counts.stories, reminders: counts.waiting, steps: counts.steps },
    violations,
  }
}
