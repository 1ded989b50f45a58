import { onTestFinished } from 'vitest'
import type { Order } from '../../../shared/api/orders.ts'
import { createPatientTime } from '../../browser/support/patient-clock.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'
import { until } from '../../support/until.ts'
import { createDesktopDriver } from './desktop-driver.ts'
import { startDesktop } from './desktop-session.ts'
import { launchApp } from './launch-app.ts'

export const TITLE = '来单 Laidan'

/** A desktop of its own, a server, and the app: `start` starts it hidden, with the same folder each time. */
export async function startRig() {
  const session = await startDesktop(tempDir())
  onTestFinished(session.stop)
  const server = await startTestServer(createPatientTime())
  const folders = { userData: tempDir(), sounds: tempDir() }
  const desktop = createDesktopDriver(session.env)
  const start = () => launchApp(session.env, folders.userData, ['--hidden', `--render=${folders.sounds}`])
  return { session, server, desktop, start, ...folders }
}

/** An answer leaves the screen when it is given; this waits until the server has it. */
export async function orderBecomes(server: TestServer, id: number, status: Order['status']): Promise<void> {
  await until(`order ${id} has status ${status}`, async () => {
    const { body } = await server.api.call('GET', `/v1/orders/${id}`, { as: server.api.orderingKey })
    return (body as Order).status === status
  })
}

/** Waits until a device has reported an announcement in which nothing failed. */
export async function announcedWell(server: TestServer): Promise<void> {
  await until('the server knows that it was announced, each way', async () => {
    const rows = await server.running.ctx.db.read.all<{ outcome: string }>('SELECT outcome FROM receipts')
    return rows.some(({ outcome }) => Object.values(JSON.parse(outcome)).every((word) => word === 'ok'))
  })
}
