import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { createManualClock } from '../../support/manual-clock.ts'
import { pass } from '../../support/pass-time.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'

const MINUTE = 60_000

/** A monitor on this machine, which counts calls. */
async function monitor(status = 200) {
  const calls: string[] = []
  const server: Server = createServer((request, response) => {
    calls.push(`${request.method} ${request.url}`)
    response.writeHead(status).end('OK')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close(() => {}))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/ping/secret`, calls }
}

async function beat(server: TestServer, clock: ReturnType<typeof createManualClock>): Promise<void> {
  await pass(server, clock, MINUTE, MINUTE)
  await Promise.all(server.running.jobsUnderWay().map(({ finished }) => finished))
}

it('a monitor is called each minute while the server can do its work, and not when it cannot', async () => {
  const clock = createManualClock()
  const { url, calls } = await monitor()
  const server = await startTestServer({ clock, env: { HEARTBEAT_URL: url } })
  for (let minute = 0; minute < 3; minute++) await beat(server, clock)
  expect(calls).toEqual(Array.from({ length: 3 }, () => 'GET /ping/secret'))
  const { db } = server.running.ctx
  const { status } = db
  db.status = () => ({ ...status(), fault: 'disk' })
  await beat(server, clock)
  expect(calls).toHaveLength(3)
})

it('a monitor that refuses is logged, without its address', async () => {
  const clock = createManualClock()
  const log: string[] = []
  const { url, calls } = await monitor(404)
  const server = await startTestServer({ clock, env: { HEARTBEAT_URL: url }, log: (line) => log.push(line) })
  await beat(server, clock)
  expect(calls).toHaveLength(1)
  const said = log.filter((line) => line.includes('HEARTBEAT_URL'))
  expect(said).toHaveLength(1)
  expect(said[0]).toContain('404')
  expect(log.join('\n')).not.toContain('/ping/secret')
})
