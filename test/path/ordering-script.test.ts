import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Event, EventPage } from '../../shared/api/events.ts'
import type { Order } from '../../shared/api/orders.ts'
import { createManualClock, type ManualClock } from '../support/manual-clock.ts'
import { pass } from '../support/pass-time.ts'
import { freePort } from '../support/ports.ts'
import { type Child, startProcess } from '../support/start-process.ts'
import { tempDir } from '../support/temp-dir.ts'
import { startTestServer, TEST_WEBHOOKS_SECRET, type TestServer } from '../support/test-server.ts'
import { until } from '../support/until.ts'

const PAGE = readFileSync(join(import.meta.dirname, '../../docs/ordering-client.md'), 'utf8')
const BLOCK =
  /<!-- an-ordering-system: begin[^\n]*\n\n```python,shop\.py\n(.*?)```\n\n<!-- an-ordering-system: end -->/s
const PROGRAM = BLOCK.exec(PAGE)?.[1] ?? ''

interface Shop {
  server: TestServer
  clock: ManualClock
  /** Starts the program of the page; `number` is the order that it places. */
  start(number: string): Child
  state: string
  keysFile: string
}

async function openShop(): Promise<Shop> {
  // The program goes by the clock of the machine, and refuses what was signed at another time.
  const clock = createManualClock(Date.now())
  const env = { PORT: String(await freePort()), WEBHOOKS_ALLOW_HTTP: 'on', WEBHOOKS_ALLOW_PRIVATE: 'on' }
  const server = await startTestServer({ clock, env })
  const dir = tempDir()
  const { storeId, orderingKey, operatorKey } = server.api
  const keys = { url: server.url, storeId, orderingKey, operatorKey, standardWebhooksSecret: TEST_WEBHOOKS_SECRET }
  const keysFile = join(dir, 'keys.json')
  writeFileSync(keysFile, JSON.stringify(keys))
  writeFileSync(join(dir, 'shop.py'), PROGRAM)
  const port = String(await freePort())
  const state = join(dir, 'state.json')
  const start = (number: string) =>
    startProcess(['python3', join(dir, 'shop.py'), keysFile, state, port, number], { cwd: dir })
  return { server, clock, start, state, keysFile }
}

/** All events of the store, as the server has them. */
async function eventsOf({ api, storeId }: TestServer): Promise<Event[]> {
  const { body } = await api.call('GET', `/v1/events?store=${storeId}&limit=500`, { as: api.operatorKey })
  return (body as EventPage).events
}

const lines = (children: readonly Child[]) => children.flatMap((child) => child.output().split('\n'))

/** Lets time pass until every event of the store was printed once for each way. */
async function allHeard(server: TestServer, clock: ManualClock, children: readonly Child[]): Promise<void> {
  await until('every event was heard both ways', async () => {
    await pass(server, clock, 1_000)
    const said = lines(children)
    return (await eventsOf(server)).every(({ seq, type, orderNumber }) =>
      ['events', 'webhook'].every((way) => said.includes(`${way} ${seq} ${type} ${orderNumber}`)),
    )
  })
}

/** The order with this number, once it is paid. */
function paidOrder({ api }: TestServer, number: string): Promise<Order> {
  return until(`order ${number} is paid`, async () => {
    const { body } = await api.call('GET', `/v1/orders?number=${number}`, { as: api.operatorKey })
    return (body as { orders: Order[] }).orders.find(({ payStatus }) => payStatus === 1)
  })
}

describe('the ordering system of docs/ordering-client.md', () => {
  it('fits on a page, and needs nothing but Python', () => {
    expect(PROGRAM.split('\n').filter((line) => line.trim() !== '').length).toBeLessThanOrEqual(60)
    expect(Math.max(...PROGRAM.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(125)
    expect(PROGRAM.match(/^\s*(import|from) .*$/gm)).toHaveLength(1)
  })

  it('places, pays, and hears of acceptance by webhook and by events', async () => {
    const { server, clock, start } = await openShop()
    const shop = start('A-1001')
    const order = await paidOrder(server, 'A-1001')
    expect(order).toMatchObject({ amountMinor: 3_850, items: [{ note: '花生过敏' }] })
    const { token } = await server.api.pair()
    expect((await server.api.move(token, order.id, 'confirm')).status).toBe(200)
    await allHeard(server, clock, [shop])
    const said = lines([shop]).filter((line) => line.includes('order.accepted'))
    expect(said.map((line) => line.split(' ')[0]).toSorted()).toEqual(['events', 'webhook'])
  })

  it('I17: misses nothing when it is killed, the server is restarted, and both are', async () => {
    const { server, clock, start, state } = await openShop()
    const first = start('A-1')
    const { token } = await server.api.pair()
    await server.api.move(token, (await paidOrder(server, 'A-1')).id, 'confirm')
    await allHeard(server, clock, [first])

    // The program is dead while things happen, and the server is restarted meanwhile.
    await first.kill('SIGKILL')
    const kept = readFileSync(state, 'utf8')
    const away = await server.api.placePaid({ number: 'B-1' })
    await server.api.move(token, away.id, 'reject', '卖完了')
    await pass(server, clock, 10_000)
    const again = await server.restart()
    const second = start('A-2')
    await again.api.move(token, (await paidOrder(again, 'A-2')).id, 'confirm')
    await allHeard(again, clock, [first, second])

    // The server is gone while the program waits for it, and the program while the server is.
    await again.stop()
    await second.kill('SIGKILL')
    const third = start('A-3')
    const last = await again.restart()
    await last.api.move(token, (await paidOrder(last, 'A-3')).id, 'confirm')
    await allHeard(last, clock, [first, second, third])

    const accepted = (await eventsOf(last)).filter(({ type }) => type === 'order.accepted')
    expect(accepted.map(({ orderNumber }) => orderNumber)).toEqual(['A-1', 'A-2', 'A-3'])
    expect(JSON.parse(readFileSync(state, 'utf8')).secret).toBe(JSON.parse(kept).secret)
    const { body } = await last.api.call('GET', '/v1/webhook-endpoints', { as: last.api.operatorKey })
    expect((body as { endpoints: unknown[] }).endpoints).toHaveLength(1)
  })

  it('takes no webhook that the server has not signed, and ends with the reason when its key is refused', async () => {
    const { server, clock, start, state, keysFile } = await openShop()
    const shop = start('A-1')
    const { token } = await server.api.pair()
    await server.api.move(token, (await paidOrder(server, 'A-1')).id, 'confirm')
    await allHeard(server, clock, [shop])
    const { body } = await server.api.call('GET', '/v1/webhook-endpoints', { as: server.api.operatorKey })
    const [{ url = '' } = {}] = (body as { endpoints: { url: string }[] }).endpoints
    const heard = () => (JSON.parse(readFileSync(state, 'utf8')) as { heard: string[] }).heard
    const before = heard()
    const forged = JSON.stringify({ type: 'order.accepted', data: { id: 'evt_x', seq: 9, type: 'order.accepted' } })
    const now = String(Math.floor(Date.now() / 1000))
    for (const headers of [
      {},
      { 'webhook-id': 'evt_x', 'webhook-timestamp': now, 'webhook-signature': 'v1,AAAA' },
      { 'webhook-id': 'evt_x', 'webhook-timestamp': 'now', 'webhook-signature': 'v1,AAAA' },
    ])
      expect((await fetch(url, { method: 'POST', body: forged, headers })).status).toBe(401)
    expect(heard()).toEqual(before)

    await shop.kill()
    writeFileSync(keysFile, readFileSync(keysFile, 'utf8').replaceAll(server.api.orderingKey, 'nobody'))
    const locked = start('A-2')
    expect((await locked.exited).code).toBe(1)
    expect(locked.output()).toContain('unauthenticated')
  })
})
