import { expect, it } from 'vitest'
import { createNotificationClicks } from '../../../desktop/hosts/electron/alerts/notification-clicks.ts'
import { createManualClock } from '../../support/manual-clock.ts'

function rig() {
  const clock = createManualClock()
  const opened: (string | undefined)[] = []
  return { clock, opened, clicks: createNotificationClicks({ clock, open: (id) => opened.push(id) }) }
}

it('a click on a notification of an earlier run opens what waits', async () => {
  const { clock, opened, clicks } = rig()
  clicks.activated()
  await clock.advanceAsync(1_000)
  expect(opened).toEqual([undefined])
})

it.each([
  ['first', ['clicked', 'activated']],
  ['second', ['activated', 'clicked']],
] as const)('a click on one of this run opens its order, once, told %s', async (_, order) => {
  const { clock, opened, clicks } = rig()
  await clock.advanceAsync(60_000)
  for (const name of order) {
    clicks[name]('b')
    await clock.advanceAsync(100)
  }
  await clock.advanceAsync(5_000)
  expect(opened).toEqual(['b'])
})

it('two clicks are two', async () => {
  const { clock, opened, clicks } = rig()
  clicks.clicked('a')
  await clock.advanceAsync(5_000)
  clicks.activated()
  await clock.advanceAsync(5_000)
  expect(opened).toEqual(['a', undefined])
})
