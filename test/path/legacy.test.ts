import { expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { HEARTBEAT_MS } from '../../shared/protocol/limits.ts'
import { createManualClock } from '../support/manual-clock.ts'
import { pass } from '../support/pass-time.ts'
import { startTestServer } from '../support/test-server.ts'

/** A page of the origin: `JSON.parse`, three fields, nothing else. */
async function openPage(url: string): Promise<{
  messages: Record<string, unknown>[]
  next(): Promise<void>
  closed: Promise<number>
  pinged(): Promise<void>
  vanish(): void
}> {
  const socket = new WebSocket(url)
  onTestFinished(() => socket.terminate())
  const pinged = () => new Promise<void>((resolve) => socket.once('ping', () => resolve()))
  const messages: Record<string, unknown>[] = []
  let arrived = () => {}
  socket.on('message', (data) => {
    messages.push(JSON.parse(data.toString()))
    arrived()
  })
  const closed = new Promise<number>((resolve) => socket.on('close', resolve))
  await new Promise((resolve, reject) => {
    socket.on('open', resolve)
    socket.on('error', reject)
  })
  return {
    messages,
    closed,
    pinged,
    vanish: () => socket.pause(),
    next: () =>
      new Promise((resolve) => {
        arrived = resolve
      }),
  }
}

it('a page of the origin gets bare frames of new orders and urges, from now on', async () => {
  const server = await startTestServer({ env: { LEGACY_WS: 'on' } })
  const { token } = await server.api.pair()
  await server.api.placePaid()
  const page = await openPage(`${server.url.replace('http', 'ws')}/ws/${token}`)
  const device = await server.connect({ token: (await server.api.pair()).token })
  await device.synced()

  let next = page.next()
  const order = await server.api.placePaid()
  await next
  expect(page.messages).toEqual([{ type: 1, orderId: order.id, content: `订单号：${order.number}` }])
  next = page.next()
  await server.api.call('POST', `/v1/orders/${order.id}/urge`, { as: server.api.orderingKey })
  await next
  expect(page.messages[1]).toEqual({ type: 2, orderId: order.id, content: `订单号：${order.number}` })

  next = page.next()
  await server.api.call('POST', `/v1/orders/${order.id}/cancel`, {
    as: server.api.orderingKey,
    body: { reason: '不要了' },
  })
  const later = await server.api.placePaid()
  await next
  expect(page.messages.slice(2)).toEqual([{ type: 1, orderId: later.id, content: `订单号：${later.number}` }])
})

it('an unknown token is closed with 4401', async () => {
  const server = await startTestServer({ env: { LEGACY_WS: 'on' } })
  const page = await openPage(`${server.url.replace('http', 'ws')}/ws/nobody`)
  expect(await page.closed).toBe(4401)
})

it('is not there unless it was switched on', async () => {
  const server = await startTestServer()
  const { token } = await server.api.pair()
  await expect(openPage(`${server.url.replace('http', 'ws')}/ws/${token}`)).rejects.toThrow('404')
})

it('a page that has vanished is let go of; one that is only quiet is not', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock, env: { LEGACY_WS: 'on' } })
  const [gone, quiet] = await Promise.all(
    [1, 2].map(async () => {
      const { token } = await server.api.pair()
      return await openPage(`${server.url.replace('http', 'ws')}/ws/${token}`)
    }),
  )
  gone?.vanish()
  for (let round = 0; round < 3; round++) {
    const pinged = quiet?.pinged()
    await pass(server, clock, HEARTBEAT_MS)
    await pinged
  }
  await expect.poll(() => server.running.connections()).toBe(1)
  const next = quiet?.next()
  await server.api.placePaid()
  await next
  expect(quiet?.messages).toMatchObject([{ type: 1 }])
})
