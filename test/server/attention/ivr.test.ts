import { expect, it } from 'vitest'
import type { RingingIvrCall } from '../../../demo/channels/aliyun-ivr.ts'
import { FAKE_SECRETS } from '../../../demo/channels/check-signature.ts'
import { watchDatabase } from '../../support/db-dump.ts'
import { type AttentionRig, attentionRig, PUBLIC } from './attention-rig.ts'

const MINUTE = 60_000

/** A shop whose contacts are called by Aliyun, with an order that nobody answers; the first telephone rings. */
async function ringing(more: object = {}) {
  const rig = await attentionRig({ env: { PUBLIC_URL: PUBLIC } })
  const [first, second] = [await rig.addContact('王店长', '13800138000'), await rig.addContact('李经理', '13900139000')]
  const channel = await rig.addChannel('aliyun_ivr')
  rig.fake.ivr.reportsTo = `${PUBLIC}/calls/${channel.id}/${FAKE_SECRETS.aliyunReportKey}`
  await rig.setPolicy(
    { cause: 'unanswered', afterS: 60, contacts: [first.id], channel: channel.id, ...more },
    { cause: 'expired', afterS: 0, contacts: [second.id], channel: channel.id },
  )
  const { token } = await rig.api.pair()
  const order = await rig.api.placePaid({ customer: { name: '张三', phone: '13912345678', address: '建国路' } })
  await rig.later(MINUTE)
  return { ...rig, first, second, channel, token, order, call: rig.fake.ivr.calls[0] as RingingIvrCall }
}

async function statusOf({ api }: AttentionRig, id: number): Promise<number> {
  return ((await api.call('GET', `/v1/orders/${id}`, { as: api.operatorKey })).body as { status: number }).status
}

it('a call tells what waits, takes three keys, and names no customer', async () => {
  const rig = await ringing()
  expect(rig.fake.ivr.calls).toMatchObject([{ to: '13800138000', keys: ['1', '2', '3'] }])
  expect(rig.call.said).toContain('1单无人处理，已等1分钟')
  expect(rig.call.said).not.toMatch(/张三|建国路|13912345678/)
  expect((await rig.effects()).map(({ state }) => state)).toEqual(['sending'])
})

it('1 accepts everything in the call, in the contact’s name, also when its report comes twice and with the record', async () => {
  const rig = await ringing()
  expect(await rig.fake.ivr.press(rig.call.id, '1', 2)).toEqual([200, 200])
  expect(await statusOf(rig, rig.order.id)).toBe(3)
  expect(await rig.fake.ivr.end(rig.call.id, '200000', '1')).toEqual([200])
  await rig.later(MINUTE, 10_000)
  expect((await rig.effects()).map(({ state }) => state)).toEqual(['answered'])
  expect(rig.fake.ivr.calls).toHaveLength(1)
})

it('a key that only the record of the call tells counts as well', async () => {
  const rig = await ringing()
  await rig.fake.ivr.end(rig.call.id, '200000', '1')
  expect(await statusOf(rig, rig.order.id)).toBe(3)
})

it('2 says that the callee sees to it: nobody else is told for five minutes', async () => {
  const rig = await ringing({ repeatS: 120, most: 5 })
  await rig.fake.ivr.press(rig.call.id, '2')
  await rig.later(4 * MINUTE, MINUTE)
  expect(rig.fake.ivr.calls).toHaveLength(1)
  expect(await statusOf(rig, rig.order.id)).toBe(2)
  await rig.later(5 * MINUTE, MINUTE)
  expect(rig.fake.ivr.calls.length).toBeGreaterThan(1)
})

it.each([
  ['3', (rig: AttentionRig, id: string) => rig.fake.ivr.press(id, '3')],
  ['a key that means nothing', (rig: AttentionRig, id: string) => rig.fake.ivr.press(id, '9')],
  ['no key', (rig: AttentionRig, id: string) => rig.fake.ivr.end(id, '200000')],
  ['nobody there', (rig: AttentionRig, id: string) => rig.fake.ivr.end(id, '200005')],
])('%s: the next contact is called', async (_, act) => {
  const rig = await ringing()
  expect(await act(rig, rig.call.id)).toEqual([200])
  await rig.later(10_000, 1_000)
  expect(rig.fake.ivr.calls.map(({ to }) => to)).toEqual(['13800138000', '13900139000'])
  expect((await rig.effects()).map(({ contactId, state }) => [contactId, state])).toEqual([
    [rig.first.id, 'failed'],
    [rig.second.id, 'sending'],
  ])
})

it('a report that is lost counts as no answer, after two and a half minutes', async () => {
  const rig = await ringing()
  await rig.later(2 * MINUTE, 10_000)
  expect(rig.fake.ivr.calls).toHaveLength(1)
  await rig.later(MINUTE, 10_000)
  expect(rig.fake.ivr.calls.map(({ to }) => to)).toEqual(['13800138000', '13900139000'])
})

it('after an answer in the shop the call counts no more, and nobody is called to be told so', async () => {
  const rig = await ringing()
  await rig.api.move(rig.token, rig.order.id, 'confirm')
  await rig.later(10_000, 1_000)
  expect((await rig.effects()).map(({ cause, state }) => `${cause} ${state}`)).toEqual(['unanswered cancelled'])
  expect(await rig.fake.ivr.press(rig.call.id, '3')).toEqual([200])
  await rig.later(10 * MINUTE, MINUTE)
  expect(rig.fake.ivr.calls).toHaveLength(1)
})

it('a push of nobody’s, or one that cannot be read, changes nothing', async () => {
  const rig = await ringing()
  const webhook = await rig.addChannel('webhook')
  const unchanged = await watchDatabase(rig.running.ctx)
  const report = [{ call_id: rig.call.id, dtmf: '1', status_code: '300000', status_time: '2023-03-06 16:21:12' }]
  const knock = async (path: string, body: unknown) => {
    const init = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }
    return (await fetch(`${rig.url}/calls/${path}`, init)).status
  }
  const own = `${rig.channel.id}/${FAKE_SECRETS.aliyunReportKey}`
  expect(await knock(`${rig.channel.id}/${'x'.repeat(27)}`, report)).toBe(403)
  expect(await knock(`cn_nobody/${FAKE_SECRETS.aliyunReportKey}`, report)).toBe(403)
  expect(await knock(`${webhook.id}/${FAKE_SECRETS.aliyunReportKey}`, report)).toBe(403)
  for (const body of [{}, [7], [{ call_id: 7 }], [{ dtmf: '1' }], Array(1_001).fill(report[0])])
    expect(await knock(own, body)).toBe(403)
  for (const call_id of ['', 'somebody else’s', '__proto__'])
    expect(await knock(own, [{ ...report[0], call_id }])).toBe(200)
  await unchanged('a push of nobody’s')
})
