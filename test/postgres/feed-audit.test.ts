import { expect, it } from 'vitest'
import { isReminder } from '../support/frames.ts'
import { createManualClock, type ManualClock } from '../support/manual-clock.ts'
import { pass } from '../support/pass-time.ts'
import { withClient } from '../support/postgres-cluster.ts'
import { tempDir } from '../support/temp-dir.ts'
import { databaseEnv } from '../support/test-database.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'

const SECOND = 1_000

async function open(): Promise<{ one: TestServer; two: TestServer; clock: ManualClock; dataDir: string }> {
  const dataDir = tempDir()
  const clock = createManualClock()
  const one = await startTestServer({ dataDir, clock })
  const two = await startTestServer({ dataDir, clock })
  return { one, two, clock, dataDir }
}

async function sample(server: TestServer, name: string): Promise<string | undefined> {
  const { body } = await server.api.call('GET', '/metrics', { as: server.api.operatorKey })
  return String(body)
    .split('\n')
    .find((line) => line.startsWith(name))
}

it('I15: with a feed that says nothing, the audit alone delivers within 21 seconds, and counts what it found', async () => {
  const { one, two, clock, dataDir } = await open()
  const device = await two.connect({ token: (await one.api.pair()).token, autoAck: true })
  await device.synced()
  await pass(two, clock, 21 * SECOND)
  expect(await sample(two, 'laidan_audit_found_total')).toBe('laidan_audit_found_total 0')
  const { DATABASE_URL = '' } = await databaseEnv(dataDir)
  await withClient(DATABASE_URL, (client) => client.query('ALTER TABLE reminder_log DISABLE TRIGGER tell_heads'))
  const { id } = await one.api.placePaid()
  await pass(two, clock, 21 * SECOND)
  await device.until((frame) => isReminder(frame) && frame.orderId === id)
  expect(await sample(two, 'laidan_audit_found_total')).toBe('laidan_audit_found_total 1')
})

it('I15: without the audit, whose turn has not come, the feed alone delivers', async () => {
  const { one, two, clock } = await open()
  const device = await two.connect({ token: (await one.api.pair()).token, autoAck: true })
  await device.synced()
  // The first look begins the feed; none of the others is late enough for a job of a second.
  await pass(two, clock, 25, 25)
  const { id } = await one.api.placePaid()
  await pass(two, clock, 100, 25)
  await device.until((frame) => isReminder(frame) && frame.orderId === id)
  expect(await sample(two, 'laidan_feed_rows_total')).not.toBe('laidan_feed_rows_total 0')
})
