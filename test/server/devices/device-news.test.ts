import { expect, it } from 'vitest'
import type { Device } from '../../../shared/api/devices.ts'
import { isReminder, isSynced } from '../../support/frames.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'

async function onlyDevice({ api, storeId }: TestServer): Promise<Device | undefined> {
  const { body } = await api.call('GET', `/v1/stores/${storeId}/devices`, { as: api.operatorKey })
  return (body as { devices: Device[] }).devices[0]
}

it('the list tells which program a device runs, and how its latest announcement went', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock })
  const { token } = await server.api.pair()
  expect(await onlyDevice(server)).toMatchObject({ client: null, announced: null, lastSeenAt: null })

  const device = await server.connect({ token, autoAck: true })
  await server.api.placePaid()
  const reminder = await device.until(isReminder)
  const id = isReminder(reminder) ? reminder.id : ''
  device.send({ op: 'announced', id, n: 1, outcome: { speech: 'output_muted', notification: 'ok', dialog: 'ok' } })
  // A later answer on the same socket proves that the frame before it was read.
  const seen = device.frames.length
  device.send({ op: 'sync' })
  await device.until(isSynced, seen)
  await server.stop()

  const again = await server.restart()
  const told = await onlyDevice(again)
  expect(told).toMatchObject({
    connected: false,
    client: { app: expect.any(String), version: expect.any(String), platform: expect.any(String) },
    announced: { speech: 'output_muted', notification: 'ok', dialog: 'ok', at: expect.any(Number) },
    lastSeenAt: expect.any(Number),
  })

  // A newer program replaces the older one; what it has not said stays.
  const updated = { app: 'laidan-console', version: '9.9.9', platform: 'browser' }
  const newer = await again.connect({ token, hello: { device: updated } })
  await newer.synced()
  await again.stop()
  expect(await onlyDevice(await again.restart())).toMatchObject({ client: updated, announced: told?.announced })
})
