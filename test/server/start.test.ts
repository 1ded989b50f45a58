import { existsSync, readFileSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { isAlive } from '../../desktop/node/running-server.ts'
import type { Sql } from '../../server/db/database.ts'
import { DatabaseInUseError } from '../../server/db/sqlite/lock.ts'
import { ALREADY_SERVED, RUNNING_FILE, runningServerSchema } from '../../shared/api/running-server.ts'
import { CLOSE } from '../../shared/protocol/close-codes.ts'
import { createManualClock } from '../support/manual-clock.ts'
import { runChild } from '../support/run-child.ts'
import { startProcess } from '../support/start-process.ts'
import { tempDir } from '../support/temp-dir.ts'
import { startTestServer, type TestServerOptions } from '../support/test-server.ts'

/** A process that starts, on a slow machine. */
const PROCESS_MS = 400_000
/** Node itself ends half a request after this time (`requestTimeout`); a stop has to end it sooner. */
const NODE_GIVES_UP_MS = 30_000

/** Holds a statement of the writer back until it is let go. */
function gate(statement: RegExp) {
  let open = () => {}
  let reached = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  const arrived = new Promise<void>((resolve) => {
    reached = resolve
  })
  async function held<T>(text: string, go: () => Promise<T>): Promise<T> {
    if (statement.test(text)) {
      reached()
      await opened
    }
    return await go()
  }
  const sql = (real: Sql): Sql => ({
    run: (text, values) => held(text, () => real.run(text, values)),
    get: (text, values) => held(text, () => real.get(text, values)),
    all: (text, values) => held(text, () => real.all(text, values)),
  })
  return { instrument: { sql }, open, arrived }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** A bare connection that sends `text`, and all that came back once the other end has closed it. */
function hold(url: string, text: string): { socket: Socket; ended: Promise<string> } {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  onTestFinished(() => void socket.destroy())
  let received = ''
  const ended = new Promise<string>((resolve) => socket.on('close', () => resolve(received)))
  socket.on('data', (data) => {
    received += data
  })
  socket.on('error', () => {})
  socket.write(text)
  return { socket, ended }
}

it('a second server on the same database is refused, and the first one notices nothing', async () => {
  const first = await startTestServer()
  const { token } = await first.api.pair()
  const device = await first.connect({ token, autoAck: true })
  await device.synced()
  await expect(startTestServer({ dataDir: first.dataDir })).rejects.toThrow(DatabaseInUseError)
  await expect(startTestServer({ dataDir: first.dataDir })).rejects.toThrow(
    /already using .*Stop it, or set another DATA_DIR/,
  )
  const order = await first.api.placePaid()
  expect(await device.until((frame) => 'type' in frame)).toMatchObject({ orderId: order.id, seq: 1 })
  await first.stop()
  const second = await startTestServer({ dataDir: first.dataDir })
  expect(await second.api.call('GET', `/v1/orders/${order.id}`, { as: token })).toMatchObject({
    status: 200,
    body: { status: 2 },
  })
})

it('a port that is taken is refused before the database is touched', async () => {
  const first = await startTestServer()
  const dataDir = tempDir()
  const env = { PORT: new URL(first.url).port }
  await expect(startTestServer({ dataDir, env })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  const second = await startTestServer({ dataDir })
  expect(second.running.firstKeys).toBeDefined()
})

it('a start that fails half way leaves nothing open', async () => {
  const dataDir = tempDir()
  const port = await freePort()
  const options: TestServerOptions = { dataDir, env: { PORT: String(port) } }
  const sql = (real: Sql): Sql => ({ ...real, get: () => Promise.reject(new Error('not today')) })
  await expect(startTestServer({ ...options, instrument: { sql } })).rejects.toThrow('not today')
  const next = await startTestServer(options)
  expect(await next.api.call('GET', '/readyz')).toMatchObject({ status: 200 })
})

it('a server that is still coming up is alive and not ready, and takes no calls', async () => {
  const port = await freePort()
  const { instrument, open, arrived } = gate(/INSERT INTO stores/)
  const starting = startTestServer({ env: { PORT: String(port) }, instrument })
  await arrived
  const get = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`)
    return { status: response.status, body: await response.json() }
  }
  expect(await get('/healthz')).toEqual({ status: 200, body: { status: 'ok' } })
  for (const path of ['/readyz', '/v1/orders', '/docs', '/notify/standard-webhooks'])
    expect(await get(path)).toEqual({ status: 503, body: { status: 'unavailable', fault: 'migrating' } })
  open()
  const server = await starting
  expect(await get('/readyz')).toMatchObject({ status: 200 })
  expect(server.running.firstKeys).toBeDefined()
})

it('a stop sends the devices away with 1012, and takes nobody in any more', async () => {
  const server = await startTestServer({ env: { LEGACY_WS: 'on' } })
  const devices = await Promise.all(
    Array.from({ length: 5 }, async () => {
      const { token } = await server.api.pair()
      const device = await server.connect({ token })
      await device.synced()
      return device
    }),
  )
  const silent = await server.connect()
  const { token } = await server.api.pair()
  const stopped = server.running.stop()
  for (const device of [...devices, silent])
    expect(await device.closed).toEqual({ code: CLOSE.restart.code, reason: 'restart' })
  await stopped
  await expect(server.connect({ token })).rejects.toThrow('ECONNREFUSED')
  await expect(server.api.call('GET', '/healthz')).rejects.toThrow('fetch failed')
})

it('I1: a stop lets a payment finish that was begun, and its answer is true', async () => {
  const { instrument, open, arrived } = gate(/INSERT INTO reminders/)
  const server = await startTestServer({ instrument })
  const { number: orderNumber, amountMinor, id } = await server.api.place()
  const answered = server.api.notify({ orderNumber, amountMinor })
  await arrived
  const stopped = server.running.stop()
  open()
  expect((await answered).status).toBe(204)
  await stopped
  const next = await server.restart()
  expect(await next.api.call('GET', `/v1/orders/${id}`, { as: next.api.operatorKey })).toMatchObject({
    body: { status: 2, payStatus: 1 },
  })
})

it('a stop does not wait for ever: not for half a request, not for a socket that does not answer', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock })
  const { token } = await server.api.pair()
  const deaf = await server.connect({ token })
  await deaf.synced()
  deaf.pause()
  const half = hold(server.url, 'POST /v1/orders HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{')
  const idle = hold(server.url, 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n')
  await expect.poll(() => idle.socket.bytesRead).toBeGreaterThan(0)
  const from = performance.now()
  const stopped = server.running.stop()
  expect(await idle.ended).toContain('{"status":"ok"}')
  clock.advance(5_000)
  await Promise.all([stopped, half.ended])
  expect(performance.now() - from).toBeLessThan(NODE_GIVES_UP_MS)
})

it('keys are shown at the first start only, and survive the next', async () => {
  const server = await startTestServer()
  const { operatorKey } = server.api
  const next = await server.restart()
  expect(next.running.firstKeys).toBeUndefined()
  expect(await next.api.call('GET', '/v1/stores', { as: operatorKey })).toMatchObject({ status: 200 })
})

it('npm start says in words what keeps it from starting', { timeout: PROCESS_MS }, async () => {
  const first = await startTestServer()
  const { port } = new URL(first.url)
  const rows: [Record<string, string>, RegExp][] = [
    [
      { PORT: 'eighty', LOG_LEVEL: 'loud' },
      /^The configuration is wrong; nothing was started.\n {2}PORT: .+\n {2}LOG_LEVEL: .+\n$/,
    ],
    [
      { PORT: '0', DATA_DIR: first.dataDir },
      /^Another Laidan server is already using .*laidan\.db\. Stop it, or set another DATA_DIR\.\n$/,
    ],
    [{ PORT: port, DATA_DIR: tempDir() }, /^The port is taken by another program\. Set PORT to a free one\.\n$/],
  ]
  const runs = rows.map(async ([env, says]) => {
    const child = runChild('server/main.ts', [], { LOG_LEVEL: 'silent', ...env })
    expect(await child.exited).toMatchObject({ code: 1 })
    expect(child.output()).toMatch(says)
  })
  await Promise.all(runs)
})

/** A program that starts a server and holds its input, as `npm start` does. */
const STARTER = `
const { spawn } = require('node:child_process')
const args = ['--import', 'tsx', 'server/main.ts', '--attached']
spawn(process.execPath, args, { stdio: ['pipe', 'inherit', 'inherit'], detached: true })
setInterval(() => {}, 60_000)
`

it('an attached server ends in good order when the program that started it is killed', {
  timeout: PROCESS_MS,
}, async () => {
  const dataDir = tempDir()
  const env = { ...process.env, PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'silent' }
  const starter = startProcess([process.execPath, '-e', STARTER], { env })
  const url = /listens on (\S+)/.exec(await starter.until(/npm run pairing-code/))?.[1] ?? ''
  const note = join(dataDir, RUNNING_FILE)
  const { pid, attached } = runningServerSchema.parse(JSON.parse(readFileSync(note, 'utf8')))
  onTestFinished(() => void (isAlive(pid) && process.kill(pid, 'SIGKILL')))
  expect({ attached, alive: isAlive(pid) }).toEqual({ attached: true, alive: true })
  expect(pid).not.toBe(starter.pid)
  await starter.kill('SIGKILL')
  await expect.poll(() => isAlive(pid)).toBe(false)
  expect(existsSync(note), 'it did not stop in good order').toBe(false)
  await expect(fetch(url)).rejects.toThrow()
})

it('a server that finds its database or its port taken says by whom, and a note of one that was killed says nothing', {
  timeout: PROCESS_MS,
}, async () => {
  const dataDir = tempDir()
  const first = runChild('server/main.ts', [], { PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'silent' })
  const url = /listens on (\S+)/.exec(await first.until(/npm run pairing-code/))?.[1] ?? ''
  const says = new RegExp(`already using .*laidan\\.db: process ${first.pid} at ${url}, started by itself\\. Stop it`)
  for (const PORT of ['0', new URL(url).port]) {
    const second = runChild('server/main.ts', [], { PORT, DATA_DIR: dataDir, LOG_LEVEL: 'silent' })
    expect(await second.exited).toMatchObject({ code: ALREADY_SERVED })
    expect(second.output()).toMatch(says)
  }
  await first.kill('SIGKILL')
  const next = runChild('server/main.ts', [], { PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'silent' })
  await next.until(/listens on (\S+)/)
  await next.kill('SIGTERM')
  expect(existsSync(join(dataDir, RUNNING_FILE))).toBe(false)
})

it('SIGTERM ends the process in good order', { timeout: PROCESS_MS }, async () => {
  const child = runChild('server/main.ts', [], { PORT: '0', DATA_DIR: tempDir(), LOG_LEVEL: 'silent' })
  const url = /listens on (\S+)/.exec(await child.until(/npm run pairing-code/))?.[1] ?? ''
  expect((await fetch(`${url}/readyz`)).status).toBe(200)
  expect(await child.kill('SIGTERM')).toEqual({ code: 0, signal: null })
})
