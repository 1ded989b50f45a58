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
