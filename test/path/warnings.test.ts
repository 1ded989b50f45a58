import { expect, it } from 'vitest'
import { startTestServer } from '../support/test-server.ts'

it('a warning reaches the device with its order, wherever in the longest text it stands', async () => {
  const server = await startTestServer()
  const device = await server.connect({ token: (await server.api.pair()).token, autoAck: true })
  await device.synced()

  const items = Array.from({ length: 30 }, (_, i) => ({ name: `菜${i}`, quantity: 1 }))
  await server.api.placePaid({
    remark: `${'好吃，'.repeat(3_000)}对花生过敏`,
    items: [...items, { name: '汤', quantity: 1, note: '走蔥，唔該' }],
  })
  const reminder = await device.until((frame) => 'type' in frame)
  expect(reminder).toMatchObject({ order: { warnings: [{ text: '对花生过敏' }, { text: '走蔥', item: '汤' }] } })

  await server.api.placePaid({ remark: '不要餐具，过敏：无' })
  const other = await device.until((frame) => 'type' in frame && frame.seq === 2)
  expect(other).not.toHaveProperty('order.warnings')
})
