import { expect, it } from 'vitest'
import type { Attention } from '../../../shared/api/order-attention.ts'
import type { ServerFrame } from '../../../shared/protocol/frames.ts'
import { isReminder, isSynced } from '../../support/frames.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { pass } from '../../support/pass-time.ts'
import { startTestServer } from '../../support/test-server.ts'
import { attentionRig } from '../attention/attention-rig.ts'

const SPOKEN = { speech: 'ok', notification: 'focus_assist', dialog: 'ok' }

it('tells who was told on which device, who answered, and where the money is', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock })
  const { api } = server
  const { token, deviceId } = await api.pair(server.storeId, '厨房')
  const device = await server.connect({ token, autoAck: true })
  const order = await api.placePaid()
  const reminder = await device.until(isReminder)
  device.send({ op: 'announced', id: isReminder(reminder) ? reminder.id : '', n: 1, outcome: SPOKEN })
  // A later answer on the same socket proves that the frame before it was read.
  const seen = device.frames.length
  device.send({ op: 'sync' })
  await device.until(isSynced, seen)
  await pass(server, clock, 2_000)
  await api.move(token, order.id, 'reject', '卖完了')

  const read = async (as: string) => await api.call('GET', `/v1/orders/${order.id}/attention`, { as })
  const story = (await read(token)).body as Attention
  expect(story).toMatchObject({
    orderId: order.id,
    reminders: [
      {
        kind: 'new_order',
        state: 'acknowledged',
        n: 1,
        answeredBy: { kind: 'device', name: '厨房' },
        receipts: [{ deviceId, device: '厨房', times: 1, outcome: SPOKEN }],
        reached: [{ deviceId, device: '厨房', until: expect.any(Number) }],
        claimedUntil: null,
      },
    ],
    payments: [
      {
        provider: 'standard-webhooks',
        state: 'refund_due',
        amountMinor: 3850,
        refundedMinor: 0,
        refundFault: 'by_hand',
      },
    ],
  })
  const [receipt] = story.reminders[0]?.receipts ?? []
  expect(receipt?.firstAt).toBe(receipt?.lastAt)
  expect(JSON.stringify(story), 'what names money at its provider is no device’s').not.toContain('transactionId')
  for (const as of [api.orderingKey, api.operatorKey]) expect((await read(as)).body).toEqual(story)
})

it('says of each device how often a voice spoke the reminder, counted it among others, or it was only shown', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock })
  const { api, storeId } = server
  const at = async (name: string) => {
    const { token } = await api.pair(storeId, name)
    return { token, device: await server.connect({ token, autoAck: true }) }
  }
  const [counter, kitchen, tablet, phone] = [await at('前台'), await at('厨房'), await at('平板'), await at('手机')]
  const order = await api.placePaid()
  const first = await counter.device.until(isReminder)
  const id = isReminder(first) ? first.id : ''
  const again = (frame: ServerFrame) => isReminder(frame) && frame.n === 2
  const counted = { ...SPOKEN, words: 'counted' }
  const muted = { ...SPOKEN, speech: 'muted' }
  const nothing = { speech: 'failed', notification: 'not_allowed', dialog: 'hidden' }
  const report = async ({ device }: typeof counter, n: number, outcome: object) => {
    device.send({ op: 'announced', id, n, outcome })
    await device.read()
    await pass(server, clock, 1_000)
  }
  await report(counter, 1, SPOKEN)
  await report(kitchen, 1, counted)
  await report(tablet, 1, muted)
  await report(phone, 1, nothing)
  for (let i = 0; i < 60 && !counter.device.frames.some(again); i++) await pass(server, clock, 5_000)
  await report(counter, 2, counted)
  await report(tablet, 2, counted)

  const { body } = await api.call('GET', `/v1/orders/${order.id}/attention`, { as: counter.token })
  const { receipts } = (body as Attention).reminders[0] as Attention['reminders'][number]
  expect(
    Object.fromEntries(
      receipts.map(({ device, times, spoken, counted, shown }) => [device, { times, spoken, counted, shown }]),
    ),
  ).toEqual({
    前台: { times: 2, spoken: 1, counted: 1, shown: 0 },
    厨房: { times: 1, spoken: 0, counted: 1, shown: 0 },
    平板: { times: 2, spoken: 0, counted: 1, shown: 1 },
    手机: { times: 1, spoken: 0, counted: 0, shown: 0 },
  })
  // A screen of an earlier version reads words alone.
  for (const { outcome } of receipts)
    for (const word of Object.values(outcome)) expect(word).toMatch(/^[a-z0-9_]{1,40}$/)
})

it('knows nothing of another store’s order, and of an order that nobody was told', async () => {
  const { api } = await startTestServer()
  const { body } = await api.call('POST', '/v1/stores', { as: api.operatorKey, body: { name: '二号店' } })
  const stranger = await api.pair((body as { id: string }).id)
  const order = await api.place()
  const path = `/v1/orders/${order.id}/attention`
  expect((await api.call('GET', path, { as: stranger.token })).body).toMatchObject({ code: 'order_unknown' })
  expect((await api.call('GET', path, { as: api.operatorKey })).body).toEqual({
    orderId: order.id,
    reminders: [],
    payments: [],
    told: [],
    ifCalledOff: { way: 'unpaid', amountMinor: 0, currency: 'CNY', refundUnknown: false },
    refunds: [],
    mayMark: false,
  })
})

it('names whom outside the server told and what became of it, but to the ordering system no person', async () => {
  const rig = await attentionRig()
  const { api, storeId } = rig
  const { contact } = await rig.simplePolicy()
  const { token } = await api.pair(storeId, '厨房')
  const order = await api.placePaid()
  await rig.later(3 * 60_000)
  const told = async (as: string) =>
    ((await api.call('GET', `/v1/orders/${order.id}/attention`, { as })).body as Attention).told
  expect(await told(token)).toMatchObject([
    { cause: 'unanswered', contact: contact.name, channel: 'webhook', state: 'sent', sentAt: expect.any(Number) },
  ])
  expect(await told(api.operatorKey)).toEqual(await told(token))
  expect(await told(api.orderingKey)).toMatchObject([{ cause: 'unanswered', contact: null, state: 'sent' }])
  // No device was connected while it waited.
  const { body } = await api.call('GET', `/v1/orders/${order.id}/attention`, { as: token })
  expect(body).toMatchObject({ reminders: [{ reached: [], receipts: [] }] })
})
