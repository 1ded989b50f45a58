import { expect, it } from 'vitest'
import type { ShopToday } from '../../../shared/api/shop-today.ts'
import { WEEKDAYS } from '../../../shared/opening-hours.ts'
import { isReminder, isSynced } from '../../support/frames.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { pass } from '../../support/pass-time.ts'
import { startTestServer } from '../../support/test-server.ts'

const HOUR = 60 * 60_000
const DAY = 24 * HOUR

/** A shop in Shanghai, open from ten to ten, that is two days old, at nine in the morning. */
async function shop() {
  const clock = createManualClock()
  const server = await startTestServer({ clock })
  const { api, storeId } = server
  const hours = { week: Object.fromEntries(WEEKDAYS.map((day) => [day, [{ from: '10:00', to: '22:00' }]])) }
  await api.call('PATCH', `/v1/stores/${storeId}`, {
    as: api.operatorKey,
    body: { timezone: 'Asia/Shanghai', settings: { hours } },
  })
  const { token } = await api.pair(storeId)
  const setTo = (text: string) => clock.jumpWall(Date.parse(text) - clock.now())
  setTo('2026-01-03T09:00:00+08:00')
  const read = async () => (await api.call('GET', `/v1/stores/${storeId}/today`, { as: token })).body as ShopToday
  return { ...server, clock, token, setTo, read }
}

it('says whether the shop is open and until when, and how many orders were paid today', async () => {
  const { read, setTo, api } = await shop()
  const silentSince = Date.parse('2026-01-02T00:00:00+08:00')
  const before = { hours: true, open: false, changesAt: Date.parse('2026-01-03T10:00:00+08:00'), paid: 0 }
  expect(await read()).toEqual({ ...before, silentSince })
  setTo('2026-01-03T10:00:00+08:00')
  await api.placePaid()
  await api.placePaid()
  await api.place()
  const open = { hours: true, open: true, changesAt: Date.parse('2026-01-03T22:00:00+08:00'), paid: 2 }
  expect(await read()).toEqual({ ...open, silentSince })
  setTo('2026-01-04T00:00:00+08:00')
  expect(await read()).toMatchObject({ open: false, paid: 0 })
})

it('a store without hours is always open', async () => {
  const { read, api, storeId } = await shop()
  await api.call('PATCH', `/v1/stores/${storeId}`, { as: api.operatorKey, body: { settings: { hours: null } } })
  expect(await read()).toMatchObject({ hours: false, open: true, changesAt: null })
})

it.each([
  ['ok', true],
  ['ring_only', true],
  ['muted', false],
  ['no_audio_device', false],
])('a device that told an order by %s: heard %s', async (speech, heard) => {
  const opened = await shop()
  const { read, api, token, connect, clock } = opened
  const device = await connect({ token, autoAck: true })
  await device.until(isSynced)
  await api.placePaid()
  const reminder = await device.until(isReminder)
  const outcome = { speech, notification: 'ok', dialog: 'ok' }
  device.send({ op: 'announced', id: isReminder(reminder) ? reminder.id : '', n: 1, outcome })
  const seen = device.frames.length
  device.send({ op: 'sync' })
  await device.until(isSynced, seen)
  await pass(opened, clock, 2_000)
  expect((await read()).silentSince === null).toBe(heard)
  // Of today and yesterday, and of no day before.
  clock.jumpWall(DAY)
  expect((await read()).silentSince === null).toBe(heard)
  clock.jumpWall(DAY)
  expect((await read()).silentSince).not.toBeNull()
})

it('a store that was opened today is not called silent', async () => {
  const { api, clock } = await shop()
  const made = await api.call('POST', '/v1/stores', { as: api.operatorKey, body: { name: '新店' } })
  const { id } = made.body as { id: string }
  const read = async () => (await api.call('GET', `/v1/stores/${id}/today`, { as: api.operatorKey })).body as ShopToday
  expect((await read()).silentSince).toBeNull()
  clock.jumpWall(2 * DAY)
  expect((await read()).silentSince).not.toBeNull()
})
