import { expect, it } from 'vitest'
import type { Rehearsal } from '../../../shared/api/rehearsals.ts'
import { isReminder, isSynced } from '../../support/frames.ts'
import { until } from '../../support/until.ts'
import { type AttentionRig, attentionRig, passAndSend } from '../attention/attention-rig.ts'

const SECOND = 1_000
const MINUTE = 60_000

async function start({ api, storeId }: AttentionRig, tell: object | null = null) {
  return await api.call('POST', `/v1/stores/${storeId}/rehearsals`, { as: api.operatorKey, body: { tell } })
}

async function latest({ api, storeId }: Pick<AttentionRig, 'api' | 'storeId'>): Promise<Rehearsal> {
  const { body } = await api.call('GET', `/v1/stores/${storeId}/rehearsals/latest`, { as: api.operatorKey })
  return (body as { rehearsal: Rehearsal }).rehearsal
}

it('a drill is spoken, cut off for a minute, comes back and tells its contact; it counts nowhere', async () => {
  const rig = await attentionRig()
  const { api, storeId, fake } = rig
  const { contact, channel } = await rig.simplePolicy()
  // With the policy devices are greeted anew; this one comes after it.
  await rig.later(SECOND)
  const { token } = await api.pair(storeId, '厨房')
  const device = await rig.connect({ token, autoAck: true })
  await device.until(isSynced)
  const begun = await start(rig, { contactId: contact.id, channelId: channel.id })
  expect(begun).toMatchObject({ status: 201, body: { phase: 'ringing', tells: true, spokenAt: null } })
  expect(await start(rig)).toMatchObject({ status: 409, body: { code: 'rehearsal_under_way' } })

  const reminder = await device.until(isReminder)
  const outcome = { speech: 'ok', notification: 'ok', dialog: 'ok' }
  device.send({ op: 'announced', id: isReminder(reminder) ? reminder.id : '', n: 1, outcome })
  await until('it is cut off', async () => {
    await rig.later(SECOND)
    return (await latest(rig)).phase === 'cut'
  })
  expect((await device.closed).code).toBe(1013)
  // Whoever comes in that minute is sent away.
  expect((await (await rig.connect({ token })).closed).code).toBe(1013)
  const { cutAt } = await latest(rig)
  await rig.later(MINUTE)
  expect(await latest(rig)).toMatchObject({ phase: 'back', openedAt: (cutAt ?? 0) + MINUTE })

  const back = await rig.connect({ token })
  await back.until(isSynced)
  await until('the contact is told', async () => {
    await rig.later(SECOND)
    return (await latest(rig)).toldAt !== null
  })
  expect(fake.shown.map(({ text }) => text.includes('测试消息'))).toEqual([true])
  await rig.later(11 * MINUTE, MINUTE)
  const over = await latest(rig)
  expect(over).toMatchObject({ phase: 'over', answeredAt: null })
  for (const at of [over.spokenAt, over.cutAt, over.openedAt, over.backAt, over.toldAt, over.endedAt])
    expect(at).toEqual(expect.any(Number))

  // The policy has told nobody, no figure has grown, and nothing rings any more.
  expect((await rig.effects()).map(({ cause }) => cause)).toEqual(['test'])
  const read = async (path: string) =>
    (await api.call('GET', `/v1/stores/${storeId}/${path}`, { as: api.operatorKey })).body
  expect(await read('statistics')).toMatchObject({
    ...{ toBeConfirmed: 0, unanswered: 0 },
    today: { paid: 0, completed: 0, cancelled: 0, turnover: [] },
  })
  expect(await read('reports/attention')).toMatchObject({ orders: 0 })
})

it('without a device each step fails in its time, and the order does not wait for ever', async () => {
  const rig = await attentionRig()
  expect((await start(rig)).status).toBe(201)
  await rig.later(5 * MINUTE, 5 * SECOND)
  expect(await latest(rig)).toMatchObject({
    ...{ phase: 'over', tells: false, spokenAt: null, backAt: null, toldAt: null },
    endedAt: expect.any(Number),
  })
  const { body } = await rig.api.call('GET', `/v1/reminders?storeId=${rig.storeId}&state=open`, {
    as: rig.api.operatorKey,
  })
  expect(body).toMatchObject({ reminders: [] })
  expect((await start(rig)).status).toBe(201)
})

it('a rehearsal that a stop has interrupted goes on after the start', async () => {
  const rig = await attentionRig()
  expect((await start(rig)).status).toBe(201)
  const again = await rig.restart()
  await passAndSend(again, rig.clock, 5 * MINUTE, 5 * SECOND)
  expect(await latest(again)).toMatchObject({ phase: 'over' })
})

it('a clock that is set back in the middle lets the devices in within a minute, and holds up no step', async () => {
  const rig = await attentionRig()
  const { api, storeId, clock } = rig
  const { token } = await api.pair(storeId, '厨房')
  await start(rig)
  await rig.later(91 * SECOND, 7 * SECOND)
  expect(await latest(rig)).toMatchObject({ phase: 'cut' })
  clock.jumpWall(-60 * MINUTE)
  await rig.later(61 * SECOND)
  expect(await latest(rig)).toMatchObject({ phase: 'back' })
  await (await rig.connect({ token })).until(isSynced)
  clock.jumpWall(-60 * MINUTE)
  await rig.later(2 * SECOND, SECOND)
  expect(await latest(rig)).toMatchObject({ phase: 'over' })
})

it('a policy that is changed during a rehearsal tells nobody of its order', async () => {
  const rig = await attentionRig()
  await start(rig)
  await rig.simplePolicy({ cause: 'no_device', afterS: 0 })
  await rig.later(20 * SECOND, 5 * SECOND)
  expect(await rig.effects()).toEqual([])
})
