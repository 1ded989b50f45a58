import { expect, it } from 'vitest'
import type { Event, EventPage } from '../../shared/api/events.ts'
import { startReceiver, upTo } from '../server/events/events-rig.ts'
import { tempDir } from '../support/temp-dir.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'

const env = { WEBHOOKS_ALLOW_HTTP: 'on', WEBHOOKS_ALLOW_PRIVATE: 'on' }

/** Reads every event of all stores at one server, a few at a time, until it has had `count`. */
async function readAll({ api }: TestServer, count: number): Promise<Event[]> {
  const events: Event[] = []
  for (let after = ''; events.length < count; ) {
    const { body } = await api.call('GET', `/v1/events?limit=7&wait=30${after}`, { as: api.orderingKey })
    const page = body as EventPage
    events.push(...page.events)
    after = `&after=${page.next}`
  }
  return events
}

it('I17: events that are told at three servers at once are read at each in one order, and each arrives once, in order per store', async () => {
  const dataDir = tempDir()
  const nodes: TestServer[] = []
  for (const _ of upTo(3)) nodes.push(await startTestServer({ dataDir, env }))
  const [one, two, three] = nodes as [TestServer, TestServer, TestServer]
  const receiver = await startReceiver()
  await one.api.call('POST', '/v1/webhook-endpoints', { as: one.api.operatorKey, body: { url: receiver.url } })
  const { body } = await one.api.call('POST', '/v1/stores', { as: one.api.operatorKey, body: { name: '别家' } })
  const stores = [one.storeId, (body as { id: string }).id]
  const tokens = await Promise.all(stores.map((store) => one.api.pair(store).then(({ token }) => token)))
  // They read from the beginning, while it is told.
  const reading = Promise.all([readAll(two, 60), readAll(three, 60)])
  // One order after the other at each server, whatever the machine takes for one.
  await Promise.all(
    nodes.map(async (node, which) => {
      for (const n of upTo(20)) {
        const order = await node.api.placePaid({ storeId: stores[(n + which) % 2] ?? '' })
        expect((await node.api.move(tokens[(n + which) % 2] ?? '', order.id, 'confirm')).status).toBe(200)
      }
    }),
  )
  const [second, third] = await reading
  expect(second).toEqual(third)
  expect(new Set(second.map(({ id }) => id)).size).toBe(60)
  await expect.poll(() => receiver.arrivals.length, { timeout: 60_000 }).toBe(60)
  for (const store of stores) {
    const own = (events: readonly Event[]) => events.filter(({ storeId }) => storeId === store).map(({ seq }) => seq)
    expect(own(second)).toEqual(upTo(30))
    expect(own(receiver.arrivals.map(({ event }) => event))).toEqual(upTo(30))
  }
})
