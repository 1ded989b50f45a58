import { expect, it } from 'vitest'
import { isClosed, isReminder } from '../../support/frames.ts'
import { startTestServer } from '../../support/test-server.ts'

it('the group of the device that answers stands in `closed`; one that cannot be read is left out, and the answer counts', async () => {
  const server = await startTestServer()
  const { api } = server
  const { token } = await api.pair()
  const device = await server.connect({ token, autoAck: true })
  await device.synced()
  const answer = (path: string) => api.call('POST', path, { as: token })

  const first = await api.placePaid()
  expect((await answer(`/v1/orders/${first.id}/confirm?group=${encodeURIComponent('厨房')}`)).status).toBe(200)
  expect(await device.until(isClosed)).toMatchObject({ by: { kind: 'device', name: '前台', group: '厨房' } })

  const second = await api.placePaid()
  const seen = device.frames.length
  expect((await answer(`/v1/orders/${second.id}/confirm?group=${'x'.repeat(21)}`)).status).toBe(200)
  const closed = await device.until(isClosed, seen)
  expect(closed).toMatchObject({ by: { kind: 'device', name: '前台' } })
  expect(closed).not.toHaveProperty('by.group')

  const urged = device.frames.length
  await api.call('POST', `/v1/orders/${second.id}/urge`, { as: api.orderingKey })
  const urge = await device.until(isReminder, urged)
  const { body } = await answer(`/v1/reminders/${'id' in urge ? urge.id : ''}/acknowledge?group=bar`)
  expect(body).toMatchObject({ state: 'acknowledged', answeredBy: { kind: 'device', name: '前台', group: 'bar' } })
})

it('what was done stands in `closed`, with the reason of a rejection or cancellation, shortened and harmless', async () => {
  const server = await startTestServer()
  const { api } = server
  const { token } = await api.pair()
  const device = await server.connect({ token, autoAck: true })
  await device.synced()
  const ended = async (end: (orderId: number) => Promise<unknown>) => {
    const seen = device.frames.length
    const order = await api.placePaid()
    await end(order.id)
    return await device.until(isClosed, seen)
  }

  expect(await ended((id) => api.move(token, id, 'confirm'))).toMatchObject({ state: 'acknowledged', move: 'confirm' })
  const rejected = await ended((id) => api.move(token, id, 'reject', `卖完了\u202e\n${'了'.repeat(300)}`))
  expect(rejected).toMatchObject({ move: 'reject', reason: expect.stringMatching(/^卖完了 了+…$/) })
  const cancelled = await ended((id) =>
    api.call('POST', `/v1/orders/${id}/cancel`, { as: api.orderingKey, body: { reason: '下错单了' } }),
  )
  expect(cancelled).toMatchObject({ state: 'cancelled', move: 'cancel', reason: '下错单了' })

  const seen = device.frames.length
  const urged = await api.placePaid()
  await api.move(token, urged.id, 'confirm')
  await api.call('POST', `/v1/orders/${urged.id}/urge`, { as: api.orderingKey })
  const urge = await device.until((frame) => isReminder(frame) && frame.type === 2, seen)
  const before = device.frames.length
  await api.call('POST', `/v1/reminders/${'id' in urge ? urge.id : ''}/acknowledge`, { as: token })
  const noted = await device.until(isClosed, before)
  expect(noted).toMatchObject({ move: 'acknowledge' })
  expect(noted).not.toHaveProperty('reason')
})
