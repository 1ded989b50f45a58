import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Behaviour } from '../../support/fake-provider.ts'
import { createSeededRandom } from '../../support/seeded-random.ts'
import { paymentsOf } from './books.ts'
import { createMarket, type Market } from './market.ts'

const n = fc.nat({ max: 20 })
const behaviour = fc.constantFrom<Behaviour>(
  'succeeds',
  'pends',
  'lost',
  'down',
  'busy',
  'refuses',
  'closes',
  'abnormal',
)
const outcome = fc.constantFrom('succeeded' as const, 'closed' as const, 'abnormal' as const)

/** One thing that happens, by name so that a failing run can be read. */
const event: fc.Arbitrary<[string, (m: Market) => Promise<void>]> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(3_850, 100).map((amount) => named(`place ${amount}`, (m) => m.place(amount))),
  },
  { weight: 5, arbitrary: n.map((i) => named(`pay ${i}`, (m) => m.pay(i))) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(n, fc.constantFrom(-1, 1, -100))
      .map(([i, off]) => named(`pay ${i} off ${off}`, (m) => m.pay(i, off))),
  },
  { weight: 2, arbitrary: n.map((i) => named(`repeat ${i}`, (m) => m.repeat(i))) },
  { weight: 2, arbitrary: n.map((i) => named(`pay in silence ${i}`, (m) => m.payInSilence(i))) },
  { weight: 1, arbitrary: fc.constant(named('poll', (m) => m.poll())) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(n, fc.constantFrom('confirm' as const, 'reject' as const, 'cancel' as const))
      .map(([i, move]) => named(`${move} ${i}`, (m) => m.move(i, move))),
  },
  { weight: 6, arbitrary: behaviour.map((b) => named(`work, the provider ${b}`, (m) => m.work(b))) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(n, outcome, fc.boolean())
      .map(([i, state, says]) => named(`settle ${i} ${state} ${says}`, (m) => m.settle(i, state, says))),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(n, fc.constantFrom(0.3, 1), fc.constantFrom('itself' as const, 'both' as const))
      .map(([i, part, says]) => named(`console ${i} ${part} ${says}`, (m) => m.refundInConsole(i, part, says))),
  },
  { weight: 3, arbitrary: n.map((i) => named(`notice again ${i}`, (m) => m.repeatNotice(i))) },
  { weight: 2, arbitrary: n.map((i) => named(`operator refunds ${i}`, (m) => m.refund(i))) },
  { weight: 2, arbitrary: n.map((i) => named(`operator applies ${i}`, (m) => m.apply(i))) },
  { weight: 1, arbitrary: n.map((i) => named(`by hand ${i}`, (m) => m.byHand(i))) },
  { weight: 1, arbitrary: fc.constant(named('restart', (m) => m.restart())) },
)

function named(name: string, run: (m: Market) => Promise<void>): [string, (m: Market) => Promise<void>] {
  return [name, Object.assign(run, { toString: () => name })]
}

describe('the books', () => {
  it('I4: money in = applied + refunded + being refunded + waiting, after every step and every restart', {
    timeout: 200_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 10, maxLength: 40 }), async (events) => {
        const m = await createMarket()
        await m.place()
        for (const [, happens] of events) {
          await happens(m)
          await m.check()
        }
        // When everybody behaves again, all that is under way arrives.
        for (const number of m.fake.booked.keys())
          if (m.fake.booked.get(number)?.state === 'pending') m.fake.finish(number, 'succeeded')
        for (let i = 0; i < 8; i++) await m.work('succeeds')
        await m.check()
        expect(await paymentsOf(m.server(), 'state=refunding')).toEqual([])
        await m.server().stop()
      }),
      { numRuns: 6 },
    )
  })

  it.each([1, 2, 3])(
    'I4: each callback twenty times at once, in any order with refunds and cancellations (%i)',
    async (seed) => {
      const random = createSeededRandom(seed)
      const m = await createMarket()
      for (let i = 0; i < 4; i++) await m.place()
      const once = m.orders.flatMap((order, index) =>
        [0, 0, -1].map((off, k) => ({
          transactionId: `tx-${index}-${k}`,
          orderNumber: order.number,
          amountMinor: order.amountMinor + off,
        })),
      )
      const tasks: (() => Promise<unknown>)[] = [
        ...once.flatMap((notice) => Array.from({ length: 20 }, () => () => m.notify(notice))),
        ...m.orders.flatMap((_, i) => [
          () => m.move(i, 'cancel'),
          () => m.move(i, 'reject'),
          () => m.move(i, 'confirm'),
        ]),
        ...Array.from({ length: 10 }, () => () => m.work(random.pick(['succeeds', 'lost', 'pends'] as const), 15_000)),
      ]
      await Promise.all(random.shuffle(tasks).map((task) => task()))
      await m.check()
      for (const number of m.fake.booked.keys()) m.fake.finish(number, 'succeeded')
      for (let i = 0; i < 3; i++) await m.work('succeeds')
      await m.check()
      const { api } = m.server()
      const { body } = await api.call('GET', '/v1/reminders?limit=200', { as: api.operatorKey })
      const rung = (body as { reminders: { kind: string; orderId: number }[] }).reminders.filter(
        ({ kind }) => kind === 'new_order',
      )
      expect(new Set(rung.map(({ orderId }) => orderId)).size).toBe(rung.length)
      expect(await paymentsOf(m.server(), 'state=refunding')).toEqual([])
    },
  )
})
