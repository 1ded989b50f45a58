import fc from 'fast-check'
import { expect, it } from 'vitest'
import { moveOrder } from '../../../server/commands/move-order.ts'
import type { EndpointRequest } from '../../../server/events/call-endpoint.ts'
import { deliverEvents } from '../../../server/events/deliver-events.ts'
import { readEvents } from '../../../server/events/read-events.ts'
import type { Event } from '../../../shared/api/events.ts'
import { eventsRig, upTo } from './events-rig.ts'

/** A step of a day: an order of a store is accepted, perhaps in vain; calls are made, for a time, by one server or two. */
const step = fc.oneof(
  fc.record({ what: fc.constant('accept' as const), store: fc.nat(2), fails: fc.boolean() }),
  fc.record({
    what: fc.constant('deliver' as const),
    afterMs: fc.nat(60_000),
    servers: fc.integer({ min: 1, max: 2 }),
  }),
)

it('I17: whatever fails, every event arrives at least once, in order per store, and none that was not told', async () => {
  const rig = await eventsRig()
  const { api, running, storeId, addEndpoint, read } = rig
  const { ctx } = running
  const stores = [storeId]
  for (const name of ['二店', '三店']) {
    const { body } = await api.call('POST', '/v1/stores', { as: api.operatorKey, body: { name } })
    stores.push((body as { id: string }).id)
  }
  await addEndpoint()
  const got: Event[] = []
  let now = ctx.clock.now()
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 3, maxLength: 12 }),
      fc.infiniteStream(fc.nat(9)),
      async (steps, luck) => {
        const call = async ({ body }: EndpointRequest) => {
          const chance = luck.next().value ?? 9
          if (chance === 0) throw new Error('not reached')
          got.push((JSON.parse(body) as { data: Event }).data)
          if (chance === 1) throw new Error('the answer was lost')
          return { status: chance === 2 ? 500 : 200 }
        }
        const at = (time: number) => ({ ...ctx, clock: { ...ctx.clock, now: () => time } })
        for (const one of steps) {
          if (one.what === 'accept') {
            const order = await api.placePaid({ storeId: stores[one.store] ?? storeId })
            const moved = ctx.db.write(async (tx) => {
              await moveOrder(tx, ctx, { orderId: order.id, move: 'confirm', by: 'device' })
              if (one.fails) throw new Error('in vain')
            })
            await moved.catch(() => {})
          } else {
            now += one.afterMs
            await Promise.all(upTo(one.servers).map(() => deliverEvents(at(now), call)))
          }
        }
        // The receiver is well again, for as long as it takes.
        for (let waits = 0; waits < 50; waits++) {
          now += 3_600_000
          await deliverEvents(at(now), async ({ body }) => {
            got.push((JSON.parse(body) as { data: Event }).data)
            return { status: 200 }
          })
          const left = await ctx.db.read.get(`SELECT seq FROM webhook_deliveries WHERE state = 'queued' LIMIT 1`)
          if (left === undefined) break
        }
        for (const store of stores) {
          const told = (await read(`store=${store}`)).events
          expect(told.map(({ seq }) => seq)).toEqual(upTo(told.length))
          const arrived = got.filter((event) => event.storeId === store)
          const firsts = [...new Map(arrived.map((event) => [event.id, event])).values()]
          expect(firsts).toEqual(told)
          expect(arrived.map(({ seq }) => seq)).toEqual(arrived.map(({ seq }) => seq).toSorted((a, b) => a - b))
        }
        const all = await readEvents(ctx, { limit: 500 })
        expect(all.events.map(({ id }) => id).toSorted()).toEqual([...new Set(got.map(({ id }) => id))].toSorted())
      },
    ),
    { numRuns: 12 },
  )
})
