import { expect, it } from 'vitest'
import type { Timeline } from '../../../shared/api/timeline.ts'
import { attentionRig } from '../attention/attention-rig.ts'

it('a message is told when it leaves, and one that has not left, or was called off before, is not', async () => {
  const { simplePolicy, api, storeId, later, clock, fake } = await attentionRig()
  await simplePolicy({ cause: 'no_device', afterS: 0 })
  const told = async (from: number, to = clock.now()) => {
    const { body } = await api.call('GET', `/v1/stores/${storeId}/timeline?from=${from}&to=${to}`, {
      as: api.operatorKey,
    })
    const { moments } = body as Timeline
    return moments.filter(({ contact }) => contact !== undefined).map(({ what, detail }) => `${what}: ${detail}`)
  }
  const begin = clock.now()
  await api.placePaid()
  await later(5_000)
  const second = await api.placePaid()
  await later(5_000)
  expect(await told(begin)).toEqual(['told: no_device', 'not_told: no_device, budget_spent'])
  await api.move((await api.pair()).token, second.id, 'confirm')
  await later(90_000, 5_000)
  expect(await told(begin)).toEqual(['told: no_device'])

  // The fourth waits for the budget that the third has spent, and leaves in a later minute than it was planned in.
  await api.placePaid()
  await later(5_000)
  await api.placePaid()
  await later(5_000)
  const planned = clock.now()
  await later(90_000, 5_000)
  expect(fake.shown).toHaveLength(3)
  expect(await told(planned, clock.now())).toEqual(['told: no_device'])
})
