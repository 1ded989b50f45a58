import { expect, it } from 'vitest'
import { ExplainError, explainCommand, timeOf } from '../../../server/cli/explain.ts'
import { writeLocalKeys } from '../../../server/cli/local-keys.ts'
import { isReminder, isSynced } from '../../support/frames.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { pass } from '../../support/pass-time.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { startTestServer } from '../../support/test-server.ts'

it('a minute is told: devices that came and went, what rang where, who answered', async () => {
  const clock = createManualClock(Date.UTC(2026, 10, 27, 4, 31))
  const server = await startTestServer({ clock })
  const { api, storeId, dataDir, url } = server
  const { orderingKey, operatorKey } = api
  await writeLocalKeys(dataDir, { url, storeId, orderingKey, operatorKey, standardWebhooksSecret: '' })
  const { token } = await api.pair(storeId, '厨房')
  const device = await server.connect({ token, autoAck: true })
  await device.until(isSynced)
  const order = await api.placePaid({ number: 'A-0007' })
  const reminder = await device.until(isReminder)
  const outcome = { speech: 'no_voice', notification: 'not_allowed', dialog: 'hidden' }
  device.send({ op: 'announced', id: isReminder(reminder) ? reminder.id : '', n: 1, outcome })
  const seen = device.frames.length
  device.send({ op: 'sync' })
  await device.until(isSynced, seen)
  await pass(server, clock, 3_000)
  await api.move(token, order.id, 'confirm')

  const lines = await explainCommand(dataDir, clock.now(), { at: '12:31', minutes: 1 })
  expect(lines).toEqual([
    '我的门店, 2026-11-27 12:31 (Asia/Shanghai)',
    'Connected: no device',
    'Waiting: no order',
    '12:31:00  厨房 connected',
    '12:31:00  order A-0007 (new_order) began to wait',
    '12:31:00  厨房 could not tell order A-0007 (new_order), announcement 1: speech no_voice, notification not_allowed, dialog hidden',
    '12:31:03  order A-0007 (new_order) ended: acknowledged, 厨房',
  ])
  const before = await explainCommand(dataDir, clock.now(), { at: '2026-11-27T12:30', minutes: 1, store: storeId })
  expect(before.slice(1)).toEqual(['Connected: no device', 'Waiting: no order', 'Nothing happened.'])
  await expect(explainCommand(dataDir, clock.now(), { at: '12:31', minutes: 1, store: 'st_none' })).rejects.toThrow(
    'There is no store st_none',
  )
  await expect(explainCommand(tempDir(), clock.now(), { at: '12:31', minutes: 1 })).rejects.toThrow(ExplainError)
})

it('what a voice spoke, counted among others, or a device only showed is told apart', async () => {
  const clock = createManualClock(Date.UTC(2026, 10, 27, 4, 31))
  const server = await startTestServer({ clock })
  const { api, storeId, dataDir, url } = server
  const { orderingKey, operatorKey } = api
  await writeLocalKeys(dataDir, { url, storeId, orderingKey, operatorKey, standardWebhooksSecret: '' })
  const shown = { notification: 'ok', dialog: 'ok' }
  const said = { 前台: { speech: 'ok' }, 厨房: { speech: 'ok', words: 'counted' }, 平板: { speech: 'muted' } }
  const devices = await Promise.all(
    Object.entries(said).map(async ([name, speech]) => {
      const { token } = await api.pair(storeId, name)
      return { device: await server.connect({ token, autoAck: true }), speech }
    }),
  )
  await api.placePaid({ number: 'A-0007' })
  for (const { device, speech } of devices) {
    const reminder = await device.until(isReminder)
    const id = isReminder(reminder) ? reminder.id : ''
    device.send({ op: 'announced', id, n: 1, outcome: { ...speech, ...shown } })
    await device.read()
    await pass(server, clock, 1_000)
  }
  const lines = await explainCommand(dataDir, clock.now(), { at: '12:31', minutes: 1 })
  expect(lines.filter((line) => line.includes('announcement'))).toEqual([
    '12:31:00  前台 spoke order A-0007 (new_order), announcement 1: speech ok, notification ok, dialog ok',
    '12:31:01  厨房 counted among others order A-0007 (new_order), announcement 1: speech ok, notification ok, dialog ok',
    '12:31:02  平板 only showed order A-0007 (new_order), announcement 1: speech muted, notification ok, dialog ok',
  ])
})

it('a time is the latest such time on the store’s clocks, and what is no time is refused by name', () => {
  const now = Date.UTC(2026, 10, 27, 4, 31, 30)
  expect(timeOf('12:31', now, 'Asia/Shanghai')).toBe(Date.UTC(2026, 10, 27, 4, 31))
  expect(timeOf('12:32', now, 'Asia/Shanghai')).toBe(Date.UTC(2026, 10, 26, 4, 32))
  expect(timeOf('2026-11-25T00:05', now, 'Asia/Shanghai')).toBe(Date.UTC(2026, 10, 24, 16, 5))
  expect(timeOf('2026-11-25 00:05', now, 'Pacific/Auckland')).toBe(Date.UTC(2026, 10, 24, 11, 5))
  for (const text of ['', 'noon', '24:00', '12:60', '2026-13-01T10:00', '12:31:00'])
    expect(() => timeOf(text, now, 'Asia/Shanghai'), text).toThrow(ExplainError)
})
