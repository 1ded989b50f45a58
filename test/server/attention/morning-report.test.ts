import { expect, it } from 'vitest'
import { planMorningReports } from '../../../server/commands/plan-morning-reports.ts'
import { beside } from '../../support/beside.ts'
import { type AttentionRig, attentionRig, passAndSend, SETTINGS } from './attention-rig.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** The clock of a rig begins at this time, which is eight in the morning in Shanghai. */
const SHANGHAI = { timezone: 'Asia/Shanghai' }

/** A shop in Shanghai at eight in the morning, whose contact gets the report at half past eight. */
async function shop(kind = 'webhook', more: object = {}) {
  const rig = await attentionRig()
  const [contact, channel] = [await rig.addContact('王店长', '13800138000'), await rig.addChannel(kind)]
  const morning = { at: '08:30', contact: contact.id, channel: channel.id, ...more }
  await patch(rig, { ...SHANGHAI, settings: { morning } })
  return { ...rig, contact, channel, morning }
}

async function patch({ api, storeId }: Pick<AttentionRig, 'api' | 'storeId'>, body: object): Promise<void> {
  const reply = await api.call('PATCH', `/v1/stores/${storeId}`, { as: api.operatorKey, body })
  expect(reply.status).toBe(200)
}

it('the day before comes each morning at the store’s time, once: how it went, and nothing of a customer', async () => {
  const rig = await shop()
  const { token } = await rig.api.pair()
  const [one, two] = [
    await rig.api.placePaid({ customer: { name: '张三', phone: '13912345678' } }),
    await rig.api.placePaid(),
  ]
  await rig.later(30_000)
  await rig.api.move(token, one.id, 'confirm')
  await rig.later(12 * MINUTE, MINUTE)
  await rig.api.move(token, two.id, 'confirm')
  await rig.later(18 * MINUTE, MINUTE)
  expect(rig.fake.shown.map(({ text }) => text)).toEqual([expect.stringContaining('2025-12-31 共0单')])
  await rig.later(23 * HOUR + 50 * MINUTE)
  expect(rig.fake.shown).toHaveLength(1)
  await rig.later(10 * MINUTE, MINUTE)
  const [, told] = rig.fake.shown
  expect(told?.text).toContain('2026-01-01 共2单，时限内接单1单，超时1单，漏单0单。')
  expect(told?.text).toMatch(/一半在3\d秒内处理，九成在12分\d+秒内。/)
  expect(told?.text).toContain('待退款0笔。')
  expect(told?.text).not.toMatch(/张三|13912345678|宫保/)
  await rig.later(6 * HOUR, 30 * MINUTE)
  expect(rig.fake.shown).toHaveLength(2)
  expect((await rig.effects()).map(({ cause, state, covers }) => [cause, state, covers])).toEqual([
    ['report', 'sent', []],
    ['report', 'sent', []],
  ])
})

it('its figures are those of the report of that day, in the words of the store’s language', async () => {
  const rig = await shop()
  await patch(rig, { locale: 'en' })
  await rig.api.placePaid()
  await rig.later(DAY + 31 * MINUTE, 30 * MINUTE)
  const told = rig.fake.shown.at(-1)
  expect(told?.text).toContain('2026-01-01: 1 order, 0 accepted in time')
  const [from, to] = [Date.parse('2026-01-01T00:00+08:00'), Date.parse('2026-01-02T00:00+08:00')]
  const { body } = await rig.api.call('GET', `/v1/stores/${rig.storeId}/reports/attention?from=${from}&to=${to}`, {
    as: rig.api.operatorKey,
  })
  // The reports themselves are no messages of a day that went badly.
  expect(body).toMatchObject({ orders: 1, inLimit: 0, told: 0, toldFailed: 0 })
})

it.each([
  ['an hour late', HOUR, 1],
  ['after half of the day', 7 * HOUR, 0],
])('a server that was off at that time: %s', async (_, offMs, messages) => {
  const rig = await shop()
  await rig.stop()
  rig.clock.jumpWall(30 * MINUTE + offMs)
  const again = await rig.restart()
  await passAndSend(again, rig.clock, 2 * MINUTE, MINUTE)
  expect(rig.fake.shown).toHaveLength(messages)
  await again.stop()
  const third = await again.restart()
  await passAndSend(third, rig.clock, 2 * MINUTE, MINUTE)
  expect(rig.fake.shown).toHaveLength(messages)
})

it('two servers at the same moment make one message', async () => {
  const rig = await shop()
  const { ctx } = rig.running
  rig.clock.jumpWall(35 * MINUTE)
  const now = ctx.clock.now()
  const then = { ...ctx, clockWatch: { ...ctx.clockWatch, now: () => now } }
  const one = beside(then, /^INSERT INTO effects/, (other) => planMorningReports(other))
  expect(await planMorningReports(one)).toBe(0)
  expect(await rig.effects()).toHaveLength(1)
  expect(await planMorningReports(then)).toBe(0)
})

it('another contact is chosen for the next morning: nobody gets a second report of the same day', async () => {
  const rig = await shop()
  await rig.later(31 * MINUTE, MINUTE)
  const second = await rig.addContact('李经理')
  await patch(rig, { settings: { morning: { ...rig.morning, contact: second.id } } })
  await rig.later(10 * MINUTE, MINUTE)
  expect((await rig.effects()).map(({ contactId }) => contactId)).toEqual([rig.contact.id])
  await rig.later(DAY, HOUR)
  expect((await rig.effects()).map(({ contactId }) => contactId)).toEqual([rig.contact.id, second.id])
})

it('turned off, it does not come', async () => {
  const rig = await shop()
  await patch(rig, { settings: { morning: null } })
  await rig.later(HOUR, 5 * MINUTE)
  expect(await rig.effects()).toEqual([])
})

it('a channel that fails is asked again, and a refusal is recorded and bothers nobody else', async () => {
  const rig = await shop()
  const spare = await rig.addContact('李经理')
  await rig.setPolicy({ cause: 'unanswered', afterS: 60, contacts: [spare.id], channel: rig.channel.id })
  let calls = 0
  rig.fake.treat = () => (++calls === 1 ? 'down' : 'moves')
  await rig.later(32 * MINUTE, MINUTE)
  await rig.later(2 * MINUTE, 10_000)
  expect((await rig.effects()).map(({ contactId, state }) => [contactId, state])).toEqual([[rig.contact.id, 'failed']])
  expect(calls).toBe(2)
})

it('the budget of a contact holds for it as well', async () => {
  const rig = await shop()
  await rig.running.ctx.db.write((tx) =>
    tx.run('UPDATE contacts SET recent = ? WHERE id = ?', [
      JSON.stringify(Array.from({ length: 20 }, () => rig.clock.now() + 29 * MINUTE)),
      rig.contact.id,
    ]),
  )
  await rig.later(40 * MINUTE, MINUTE)
  expect((await rig.effects()).map(({ state, code }) => [state, code])).toEqual([['queued', 'budget_spent']])
  await rig.later(HOUR, 5 * MINUTE)
  expect((await rig.effects()).map(({ state }) => state)).toEqual(['sent'])
})

it.each(Object.keys(SETTINGS))('%s takes it', async (kind) => {
  const rig = await attentionRig()
  const contact = await rig.addContact('王店长', '13800138000', { email: 'wang@imitated.example' })
  const channel = await rig.addChannel(kind)
  await patch(rig, { ...SHANGHAI, settings: { morning: { at: '08:30', contact: contact.id, channel: channel.id } } })
  await rig.later(33 * MINUTE, MINUTE)
  expect((await rig.effects()).map(({ state, code }) => [state, code])).toEqual([['sent', null]])
})

it('whoever the report names is not removed, and a policy that is changed leaves the report as it is', async () => {
  const rig = await shop()
  const { api, storeId } = rig
  const as = api.operatorKey
  for (const path of [`contacts/${rig.contact.id}`, `channels/${rig.channel.id}`])
    expect(await api.call('DELETE', `/v1/${path}`, { as })).toMatchObject({ body: { code: 'target_in_use' } })
  const escalation = `/v1/stores/${storeId}/escalation`
  expect(await api.call('PATCH', escalation, { as, body: { escalation: [] } })).toMatchObject({
    body: { morning: rig.morning },
  })
  const off = await api.call('PATCH', escalation, { as, body: { morning: null } })
  expect(off).toMatchObject({ status: 200, body: { escalation: [], morning: null } })
  expect((await api.call('DELETE', `/v1/contacts/${rig.contact.id}`, { as })).status).toBe(200)
})
