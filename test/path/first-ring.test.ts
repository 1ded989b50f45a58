import { expect, it } from 'vitest'
import { startTestServer } from '../support/test-server.ts'

it('a paid order reaches the device of its store, and an answer silences it', async () => {
  const server = await startTestServer()
  const { token } = await server.api.pair()
  const device = await server.connect({ token, autoAck: true })
  await device.synced()

  const order = await server.api.placePaid({ remark: '不要香菜' })
  const reminder = await device.until((frame) => 'type' in frame)
  expect(reminder).toMatchObject({
    type: 1,
    orderId: order.id,
    content: `订单号：${order.number}`,
    seq: 1,
    n: 1,
    level: 1,
    order: { number: order.number, amountMinor: 3850, remark: '不要香菜', items: [{ name: '宫保鸡丁', quantity: 2 }] },
  })

  expect(await server.api.move(token, order.id, 'confirm')).toMatchObject({ status: 200, body: { status: 3 } })
  expect(await device.until((frame) => 'op' in frame && frame.op === 'closed')).toMatchObject({
    seq: 2,
    state: 'acknowledged',
    by: { kind: 'device', name: '前台' },
  })
})
