import { expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { CLOSE } from '../../../shared/protocol/close-codes.ts'
import { closeCodeIn, encodeFrame, openRaw, upgradeRequest } from '../../lab/hostile/raw-socket.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { pass } from '../../support/pass-time.ts'
import { helloFrame } from '../../support/reminder-link.ts'
import type { TestDevice } from '../../support/test-device.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'

const CUT = CLOSE.hello_timeout.code

/** A socket without a hello, as if from this address; `TRUST_PROXY` must count one proxy. */
const silentFrom = (server: TestServer, address: string) => server.connect({ headers: { 'x-forwarded-for': address } })

async function silents(server: TestServer, count: number): Promise<TestDevice[]> {
  const all: TestDevice[] = []
  for (let i = 0; i < count; i++) all.push(await server.connect())
  return all
}

/** Resolves to the positions of those that have been closed, when there are `count` of them. */
async function closedOf(sockets: readonly TestDevice[], count: number): Promise<number[]> {
  const closed = new Map<number, number>()
  for (const [i, socket] of sockets.entries()) void socket.closed.then(({ code }) => closed.set(i, code))
  await expect.poll(() => closed.size).toBe(count)
  expect(new Set(closed.values())).toEqual(new Set(count === 0 ? [] : [CUT]))
  return [...closed.keys()].toSorted((a, b) => a - b)
}

async function places({ api }: TestServer): Promise<Record<string, number>> {
  const { body } = await api.call('GET', '/metrics', { as: api.operatorKey })
  const samples = (body as string).matchAll(
    /^laidan_connections_(?:silent|turned_away_total\{reason="(\w+)"\}) (\d+)$/gm,
  )
  return Object.fromEntries([...samples].map(([, reason = 'silent', count]) => [reason, Number(count)]))
}

it('sockets that never say hello do not keep a device out: one of them makes room', async () => {
  const server = await startTestServer({ env: { MAX_CONNECTIONS: '4' } })
  const { token } = await server.api.pair()
  const strangers = await silents(server, 10)
  const device = await server.connect({ token })
  await device.synced()
  expect(await closedOf(strangers, 7)).toHaveLength(7)
  expect(await places(server)).toEqual({ silent: 3, full: 0, room: 7, share: 0 })
  await server.api.placePaid()
  await device.until((frame) => 'type' in frame)
})

it('a device keeps its place, whatever comes after it', async () => {
  const server = await startTestServer({ env: { MAX_CONNECTIONS: '3' } })
  const [first, second] = [await server.api.pair(), await server.api.pair()]
  const devices = [await server.connect({ token: first.token }), await server.connect({ token: second.token })]
  await Promise.all(devices.map((device) => device.synced()))
  const strangers = await silents(server, 6)
  expect(await closedOf(strangers, 5)).toHaveLength(5)
  expect(await closedOf(devices, 0)).toEqual([])
  const { token } = await server.api.pair()
  await (await server.connect({ token })).synced()
  await expect(server.connect()).rejects.toThrow('503')
  expect(await places(server)).toMatchObject({ silent: 0, full: 1 })
})

it('an address with more than its share of silent sockets makes room itself', async () => {
  const env = { MAX_CONNECTIONS: '4', MAX_SILENT_PER_ADDRESS: '2', TRUST_PROXY: '1' }
  const server = await startTestServer({ env })
  const shop = await silentFrom(server, '10.0.0.1')
  const crowd: TestDevice[] = []
  for (let i = 0; i < 9; i++) crowd.push(await silentFrom(server, '10.0.0.2'))
  expect(await closedOf(crowd, 6)).toHaveLength(6)
  shop.send(helloFrame((await server.api.pair()).token))
  await shop.synced()
})

it('every address of one IPv6 network is one address, and a proxy that is not trusted names nobody', async () => {
  const env = { MAX_CONNECTIONS: '3', MAX_SILENT_PER_ADDRESS: '1', TRUST_PROXY: '1' }
  const server = await startTestServer({ env })
  const other = await silentFrom(server, '2001:db8:0:2::1')
  const crowd: TestDevice[] = []
  for (let i = 1; i <= 4; i++) crowd.push(await silentFrom(server, `2001:db8:0:1::${i}`))
  expect(await closedOf(crowd, 2)).toHaveLength(2)
  expect(await closedOf([other], 0)).toEqual([])

  const bare = await startTestServer({ env: { ...env, TRUST_PROXY: '0' } })
  // To the server all of them are one address, which makes room itself as soon as its share is full.
  const all: TestDevice[] = []
  for (let i = 1; i <= 4; i++) all.push(await silentFrom(bare, `2001:db8:0:${i}::1`))
  expect(await closedOf(all, 3)).toHaveLength(3)
})

it('a slow hello from a network where a device was lately gets in, whatever number of strangers comes meanwhile', async () => {
  const server = await startTestServer({ env: { MAX_CONNECTIONS: '4', TRUST_PROXY: '1' } })
  const from = { 'x-forwarded-for': '10.9.0.1' }
  const { token } = await server.api.pair()
  const before = await server.connect({ token, headers: from })
  await before.synced()
  before.close()
  await before.closed
  const shop = await silentFrom(server, '10.9.0.1')
  const strangers: TestDevice[] = []
  for (let i = 0; i < 60; i++) strangers.push(await silentFrom(server, `10.1.0.${i}`))
  shop.send(helloFrame(token))
  await shop.synced()
  expect(await closedOf(strangers, 57)).toHaveLength(57)
  expect(await closedOf([shop], 0)).toEqual([])
})

it('a slow hello from a network that nobody knows gets in among a crowd of few networks', async () => {
  const server = await startTestServer({ env: { MAX_CONNECTIONS: '6', TRUST_PROXY: '1' } })
  const { token } = await server.api.pair()
  const crowd: TestDevice[] = []
  for (let i = 0; i < 10; i++) crowd.push(await silentFrom(server, `10.1.0.${i % 2}`))
  const shop = await silentFrom(server, '10.9.0.1')
  for (let i = 0; i < 40; i++) crowd.push(await silentFrom(server, `10.1.0.${i % 2}`))
  shop.send(helloFrame(token))
  await shop.synced()
  expect(await closedOf(crowd, 45)).toHaveLength(45)
})

it('after a second, silent sockets are cut down to their share, and to that of their address', async () => {
  const clock = createManualClock()
  const env = { MAX_SILENT_CONNECTIONS: '5', MAX_SILENT_PER_ADDRESS: '2', TRUST_PROXY: '1' }
  const server = await startTestServer({ clock, env })
  const crowd: TestDevice[] = []
  for (let i = 0; i < 4; i++) crowd.push(await silentFrom(server, '10.0.0.1'))
  for (let i = 2; i <= 6; i++) crowd.push(await silentFrom(server, `10.0.0.${i}`))
  const { token } = await server.api.pair()
  const device = await server.connect({ token, headers: { 'x-forwarded-for': '10.0.0.1' } })
  await device.synced()
  expect(await closedOf(crowd, 0)).toEqual([])
  clock.advance(1_000)
  expect(await closedOf(crowd, 4)).toEqual([0, 1, 2, 3])
  expect(await closedOf([device], 0)).toEqual([])
  await pass(server, clock, 4_000)
  expect(await closedOf(crowd, 9)).toHaveLength(9)
  expect(await places(server)).toEqual({ silent: 0, full: 0, room: 0, share: 4 })
})

it('a socket whose hello was refused, and that does not answer the close, makes room at once', async () => {
  const server = await startTestServer({ env: { MAX_CONNECTIONS: '1' } })
  const stranger = await openRaw(server.url)
  stranger.write(upgradeRequest())
  await stranger.until((received) => received.includes('\r\n\r\n'))
  stranger.write(encodeFrame({ payload: JSON.stringify(helloFrame('ldd_nobody')) }))
  await stranger.until((received) => closeCodeIn(received) !== undefined)
  const { token } = await server.api.pair()
  await (await server.connect({ token })).synced()
  await stranger.closed
  expect(closeCodeIn(stranger.received())).toBe(CLOSE.unauthorized.code)
})

it('an upgrade that breaks the rules of WebSockets gives its place back', async () => {
  const server = await startTestServer({ env: { MAX_CONNECTIONS: '1' } })
  const stranger = await openRaw(server.url)
  stranger.write(upgradeRequest({ 'Sec-WebSocket-Key': 'too short' }))
  await stranger.closed
  expect(String(stranger.received())).toMatch(/^HTTP\/1\.1 400/)
  await expect.poll(() => places(server)).toEqual({ silent: 0, full: 0, room: 0, share: 0 })
})

it('the bare endpoint keeps the place of a device, and no other', async () => {
  const server = await startTestServer({ env: { LEGACY_WS: 'on', MAX_CONNECTIONS: '1' } })
  const { token } = await server.api.pair()
  const stranger = await openRaw(server.url)
  stranger.write(upgradeRequest({ 'Sec-WebSocket-Protocol': undefined }).replace('/v1/socket', '/ws/nobody'))
  await stranger.until((received) => closeCodeIn(received) !== undefined)
  const page = new WebSocket(`${server.url.replace('http', 'ws')}/ws/${token}`)
  onTestFinished(() => page.terminate())
  await new Promise((resolve, reject) => page.on('open', resolve).on('error', reject))
  await server.running.ctx.db.read.get('SELECT 1')
  const rung = new Promise((resolve) => page.on('message', resolve))
  await expect(server.connect()).rejects.toThrow('503')
  await server.api.placePaid()
  await rung
})

it('a crowd is told of once a minute, in numbers', async () => {
  const clock = createManualClock()
  const lines: string[] = []
  const server = await startTestServer({ clock, env: { MAX_CONNECTIONS: '2' }, log: (line) => lines.push(line) })
  const told = () =>
    lines
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ msg }) => msg === 'connections were turned away')
  await silents(server, 5)
  clock.advance(1_000)
  expect(told()).toMatchObject([{ level: 40, cut: 3, refused: 0, taken: 2, silent: 2 }])
  await silents(server, 4)
  await pass(server, clock, 30_000)
  expect(told()).toHaveLength(1)
  await pass(server, clock, 30_000)
  expect(told()).toMatchObject([{ cut: 3 }, { cut: 4 }])
})

it('frames that are none of the protocol, from unknown peers, leave a bounded number of log lines', async () => {
  const clock = createManualClock()
  const lines: string[] = []
  const server = await startTestServer({ clock, log: (line) => lines.push(line) })
  for (let i = 0; i < 65; i++) {
    const peer = await server.connect()
    peer.send('nonsense')
    expect((await peer.closed).code).toBe(CLOSE.bad_frame.code)
  }
  expect(lines.filter((line) => line.includes('"bad frame"'))).toHaveLength(60)
})
