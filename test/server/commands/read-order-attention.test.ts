import { expect, it } from 'vitest'
import type { Attention } from '../../../shared/api/order-attention.ts'
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
