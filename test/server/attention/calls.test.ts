import { expect, it } from 'vitest'
import type { RingingCall } from '../../../demo/channels/twilio.ts'
import { watchDatabase } from '../../support/db-dump.ts'
import { type AttentionRig, attentionRig, PUBLIC } from './attention-rig.ts'

const MINUTE = 60_000

/** A shop whose contacts are called, with an order that nobody answers; the first telephone rings. */
async function ringing(more: object = {}) {
  const rig = await attentionRig({ env: { PUBLIC_URL: PUBLIC } })
  const [first, second] = [await rig.addContact('王店长', '13800138000'), await rig.addContact('李经理', '13900139000')]
  const channel = await rig.addChannel('twilio_voice')
  await rig.setPolicy(
    { cause: 'unanswered', afterS: 60, contacts: [first.id], channel: channel.id, ...more },
    { cause: 'expired', afterS: 0, contacts: [second.id], channel: channel.id },
  )
  const { token } = await rig.api.pair()
  const order = await rig.api.placePaid({ customer: { name: '张三', phone: '13912345678', address: '建国路' } })
  await rig.later(MINUTE)
  return { ...rig, first, second, token, order, call: rig.fake.twilio.calls[0] as RingingCall }
}

async function statusOf({ api }: AttentionRig, id: number): Promise<number> {
  return ((await api.call('GET', `/v1/orders/${id}`, { as: api.operatorKey })).body as { status: number }).status
}

it('a call says what waits and which key does what, and nothing of the customer', async () => {
  const rig = await ringing()
  expect(rig.fake.twilio.calls).toMatchObject([{ to: '+8613800138000', status: 'ringing' }])
  expect(rig.call.said).toContain('1单无人处理，最早已等1分钟')
  expect(rig.call.said).toContain('按1全部接单')
  expect(rig.call.said).not.toMatch(/张三|建国路|13912345678/)
  expect((await rig.effects()).map(({ state }) => state)).toEqual(['sending'])
})

it('1 accepts everything in the call, in the contact’s name, also when its report comes twice', async () => {
  const rig = await ringing()
  expect(await rig.fake.twilio.press(rig.call.sid, '1', 2)).toEqual([200, 200])
  expect(await statusOf(rig, rig.order.id)).toBe(3)
  await rig.fake.twilio.end(rig.call.sid, 'completed')
  await rig.later(MINUTE, 10_000)
  expect((await rig.effects()).map(({ state }) => state)).toEqual(['answered'])
  expect(rig.fake.twilio.calls).toHaveLength(1)
})

it('2 says that the callee sees to it: nobody else is told for five minutes', async () => {
  const rig = await ringing({ repeatS: 120, most: 5 })
  await rig.fake.twilio.press(rig.call.sid, '2')
  await rig.later(4 * MINUTE, MINUTE)
  expect(rig.fake.twilio.calls).toHaveLength(1)
  expect(await statusOf(rig, rig.order.id)).toBe(2)
  await rig.later(5 * MINUTE, MINUTE)
  expect(rig.fake.twilio.calls.length).toBeGreaterThan(1)
})

it.each([
  ['3', (rig: AttentionRig, sid: string) => rig.fake.twilio.press(sid, '3')],
  ['no key', (rig: AttentionRig, sid: string) => rig.fake.twilio.end(sid, 'completed')],
  ['nobody there', (rig: AttentionRig, sid: string) => rig.fake.twilio.end(sid, 'no-answer', 2)],
])('%s: the next contact is called', async (_, act) => {
  const rig = await ringing()
  await act(rig, rig.call.sid)
  await rig.later(10_000, 1_000)
  expect(rig.fake.twilio.calls.map(({ to }) => to)).toEqual(['+8613800138000', '+8613900139000'])
  expect((await rig.effects()).map(({ contactId, state }) => [contactId, state])).toEqual([
    [rig.first.id, 'failed'],
    [rig.second.id, 'sending'],
  ])
})

it('a report that is lost counts as no answer, after two and a half minutes', async () => {
  const rig = await ringing()
  await rig.later(2 * MINUTE, 10_000)
  expect(rig.fake.twilio.calls).toHaveLength(1)
  await rig.later(MINUTE, 10_000)
  expect(rig.fake.twilio.calls.map(({ to }) => to)).toEqual(['+8613800138000', '+8613900139000'])
})

it('an answer in the shop hangs up what rings, and nobody is called to be told so', async () => {
  const rig = await ringing()
  await rig.api.move(rig.token, rig.order.id, 'confirm')
  await rig.later(10_000, 1_000)
  expect(rig.fake.twilio.calls.map(({ status }) => status)).toEqual(['hung up: completed'])
  expect((await rig.effects()).map(({ cause, state }) => `${cause} ${state}`)).toEqual([
    'unanswered cancelled',
    'answered sent',
  ])
  await rig.later(10 * MINUTE, MINUTE)
  expect(rig.fake.twilio.calls).toHaveLength(1)
})

it('a report that nobody has signed, or that was signed for something else, changes nothing', async () => {
  const rig = await ringing()
  const action = (rig.call.action ?? '').replace(PUBLIC, rig.url)
  const unchanged = await watchDatabase(rig.running.ctx)
  const headers = { 'X-Twilio-Signature': 'GvWf1cFY/Q7PnoempGyD5oXAezc=' }
  for (const init of [{}, { headers }]) {
    const body = new URLSearchParams({ CallSid: rig.call.sid, Digits: '1' })
    expect((await fetch(action, { method: 'POST', body, ...init })).status).toBe(403)
  }
  const nobodys = action.replace(/.{22}\/call$/, `${'x'.repeat(22)}/call`)
  const body = new URLSearchParams({ Digits: '1' })
  expect((await fetch(nobodys, { method: 'POST', body, headers })).status).toBe(403)
  await unchanged('a report of nobody’s')
})

it('a number is called once a minute and five times an hour at most', async () => {
  const rig = await ringing({ repeatS: 60, most: 20 })
  for (let minute = 0; minute < 58; minute++) {
    for (const { sid, status } of rig.fake.twilio.calls)
      if (status === 'ringing') await rig.fake.twilio.end(sid, 'no-answer')
    await rig.later(MINUTE, 30_000)
  }
  for (const to of ['+8613800138000', '+8613900139000']) {
    const calls = rig.fake.twilio.calls.filter((call) => call.to === to)
    expect(calls.length).toBeGreaterThan(1)
    expect(calls.length).toBeLessThanOrEqual(5)
  }
})

it('a contact without a number is passed over for one who has one', async () => {
  const rig = await attentionRig({ env: { PUBLIC_URL: PUBLIC } })
  const [first, second] = [await rig.addContact('王店长'), await rig.addContact('李经理', '13900139000')]
  const channel = await rig.addChannel('tencent_voice')
  await rig.setPolicy({ cause: 'unanswered', afterS: 60, contacts: [first.id, second.id], channel: channel.id })
  await rig.api.placePaid()
  await rig.later(2 * MINUTE)
  const told = (await rig.effects()).map(({ contactId, state, code }) => [contactId, state, code])
  expect(told.toSorted()).toEqual(
    [
      [first.id, 'failed', 'no_address'],
      [second.id, 'sent', null],
    ].toSorted(),
  )
})
