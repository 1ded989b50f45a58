import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { hostClock } from '../../shared/clock.ts'
import { startTcpProxy, type TcpProxy } from '../lab/rig/net/tcp-proxy.ts'
import { NARROW_BYTES_PER_SECOND } from '../lab/rig/net/weather.ts'
import { createSeededRandom } from '../support/seeded-random.ts'

const clock = hostClock(globalThis)
/** Polls wait this long on a machine that has other things to do. */
const SOON = { timeout: 60_000 }

interface End {
  socket: Socket
  /** What has come so far. */
  got(): string
  /** `fin` or an error code, when it is over. */
  over(): string | undefined
}

function endOf(socket: Socket): End {
  let text = ''
  let over: string | undefined
  socket.on('data', (bytes) => (text += String(bytes)))
  socket.on('end', () => (over ??= 'fin'))
  socket.on('error', (error: NodeJS.ErrnoException) => (over ??= error.code ?? 'error'))
  onTestFinished(() => void socket.destroy())
  return { socket, got: () => text, over: () => over }
}

/** One connection through a proxy: its two ends. */
async function through(): Promise<{ proxy: TcpProxy; client: End; server: End }> {
  const listener = createServer({ allowHalfOpen: true }).listen(0, '127.0.0.1')
  await once(listener, 'listening')
  onTestFinished(() => void listener.close())
  const proxy = await startTcpProxy({ clock, random: createSeededRandom(1) })
  proxy.leadTo(`http://127.0.0.1:${(listener.address() as AddressInfo).port}`)
  const accepted = once(listener, 'connection')
  const client = endOf(connect({ port: Number(new URL(proxy.url).port), host: '127.0.0.1', allowHalfOpen: true }))
  const [socket] = (await accepted) as [Socket]
  return { proxy, client, server: endOf(socket) }
}

/** Something that went the other way, and could go: by then, what was to be seen here would have been seen. */
async function echo(from: End, to: End): Promise<void> {
  const before = to.got().length
  from.socket.write('.')
  await expect.poll(() => to.got().length, SOON).toBeGreaterThan(before)
}

it('carries both ways, and the end of each', async () => {
  const { proxy, client, server } = await through()
  client.socket.write('hello')
  server.socket.write('good day')
  await expect.poll(() => [client.got(), server.got()], SOON).toEqual(['good day', 'hello'])
  client.socket.end()
  await expect.poll(server.over, SOON).toBe('fin')
  expect(client.over()).toBeUndefined()
  server.socket.end()
  await expect.poll(client.over, SOON).toBe('fin')
  await expect.poll(proxy.connections, SOON).toBe(0)
})

it.each([
  ['cut_up', 'client', 'server'],
  ['cut_down', 'server', 'client'],
] as const)('%s: swallows one direction in silence, and lets it arrive when it is over', async (weather, from, to) => {
  const { proxy, ...ends } = await through()
  proxy.weather(weather)
  ends[from].socket.end('late')
  await echo(ends[to], ends[from])
  expect([ends[to].got(), ends[to].over()]).toEqual(['', undefined])
  proxy.weather('clear')
  await expect.poll(ends[to].over, SOON).toBe('fin')
  expect(ends[to].got()).toBe('late')
})

it.each([
  ['client', 'server'],
  ['server', 'client'],
] as const)('half-open: the %s vanishes, and the other side is told nothing', async (gone, stays) => {
  const { proxy, ...ends } = await through()
  proxy.vanish(gone)
  await expect.poll(ends[gone].over, SOON).toBeDefined()
  await new Promise<void>((resolve) => ends[stays].socket.write('is anybody there?', () => resolve()))
  proxy.weather('clear')
  expect([ends[stays].got(), ends[stays].over()]).toEqual(['', undefined])
  expect(proxy.connections()).toBe(stays === 'client' ? 1 : 0)
})

it('reset: both sides get an RST', async () => {
  const { proxy, client, server } = await through()
  await echo(client, server)
  await echo(server, client)
  proxy.reset()
  await expect.poll(() => [client.over(), server.over()], SOON).toEqual(['ECONNRESET', 'ECONNRESET'])
})

it('far: 200 ms ± 100 each way, and nothing overtakes', async () => {
  const { proxy, client, server } = await through()
  proxy.weather('far')
  const sent = clock.elapsed()
  const words = Array.from({ length: 200 }, (_, index) => `${index} `)
  for (const word of words) await new Promise<void>((resolve) => client.socket.write(word, () => resolve()))
  await expect.poll(server.got, SOON).toBe(words.join(''))
  expect(clock.elapsed() - sent).toBeGreaterThan(100)
})

it('narrow: no more than 64 kbit in a second', async () => {
  const { proxy, client, server } = await through()
  proxy.weather('narrow')
  const sent = clock.elapsed()
  client.socket.end('x'.repeat(NARROW_BYTES_PER_SECOND))
  await expect.poll(server.over, SOON).toBe('fin')
  expect(server.got()).toHaveLength(NARROW_BYTES_PER_SECOND)
  expect(clock.elapsed() - sent).toBeGreaterThan(900)
})

it('lossy: what is sent again comes late, and still in order', async () => {
  const { proxy, client, server } = await through()
  proxy.weather('lossy')
  const sent = clock.elapsed()
  const words = Array.from({ length: 3_000 }, (_, index) => `${index} `).join('')
  client.socket.write(words)
  await expect.poll(server.got, SOON).toBe(words)
  expect(clock.elapsed() - sent).toBeGreaterThan(600)
})

it('with nothing behind it: whoever connects is turned away', async () => {
  const { proxy, client, server } = await through()
  proxy.leadTo('http://127.0.0.1:1')
  const turned = endOf(connect({ port: Number(new URL(proxy.url).port), host: '127.0.0.1' }))
  await expect.poll(turned.over, SOON).toBe('ECONNRESET')
  await echo(client, server)
})
