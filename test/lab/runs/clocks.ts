import { fakeTimeMissing } from '../rig/fake-time.ts'
import { WRONG_CLOCKS } from '../rig/wrong-clock-stories.ts'
import { type Run, runRounds } from './run.ts'

/** `test/faults/wrong-clocks.test.ts` with the ladder's later steps; prints what rang when. */
export const clocks: Run = {
  name: 'clocks',
  title: 'a server under libfaketime whose clock goes back, forward, is hours off, or was off for a night (I10, I19)',
  missing: fakeTimeMissing,
  run: (options) =>
    runRounds('clocks', options, async () => {
      const told = await Promise.all(WRONG_CLOCKS.map(async (story) => ({ story, found: await story.tell(true) })))
      for (const { story, found } of told) {
        options.say(`  ${story.name}: ${story.title}`)
        for (const { what, seen } of found) options.say(`    ${what}: ${seen}`)
      }
      const all = told.flatMap(({ story, found }) => found.map((finding) => ({ ...finding, story: story.name })))
      const wrong = all.filter(({ right }) => !right)
      return {
        counts: { stories: told.length, findings: all.length },
        violations: wrong.map(({ story, what, seen }) => `I10 I19: ${story}: ${what}, seen: ${seen}`),
      }
    }),
}
