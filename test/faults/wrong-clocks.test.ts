import { beforeEach, expect, it } from 'vitest'
import { fakeTimeMissing } from '../lab/rig/fake-time.ts'
import { WRONG_CLOCKS } from '../lab/rig/wrong-clock-stories.ts'

beforeEach((ctx) => {
  const missing = fakeTimeMissing()
  if (missing !== undefined) ctx.skip(missing)
})

it('I10 I19: a server whose clock goes back, forward, is hours off, or was off for a night, and a client: it rings in time', {
  timeout: 300_000,
}, async () => {
  const told = await Promise.all(
    WRONG_CLOCKS.map(async (story) => ({ name: story.name, found: await story.tell(false) })),
  )
  for (const { name, found } of told) {
    expect(found, name).not.toEqual([])
    expect(
      found.filter(({ right }) => !right),
      name,
    ).toEqual([])
  }
})
