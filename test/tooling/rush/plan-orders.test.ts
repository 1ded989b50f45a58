import { describe, expect, it } from 'vitest'
import { createOrderSchema } from '../../../shared/api/orders.ts'
import { orderWarnings } from '../../../shared/warnings/order-warnings.ts'
import { placeDevices } from '../../lab/rush/layouts.ts'
import { readOptions } from '../../lab/rush/options.ts'
import { planIncidents } from '../../lab/rush/plan-incidents.ts'
import { planOrders } from '../../lab/rush/plan-orders.ts'
import { createSeededRandom } from '../../support/seeded-random.ts'

const MINUTE = 60_000
const plan = (seed: number) => planOrders(createSeededRandom(seed), { minutes: 120, perHour: 200 })

describe('the orders of a rush', () => {
  it('are the same for the same seed, and as many as was asked for', () => {
    expect(plan(1)).toEqual(plan(1))
    expect(plan(1)).not.toEqual(plan(2))
    const counts = [1, 2, 3, 4, 5].map((seed) => plan(seed).length)
    expect(counts.reduce((sum, count) => sum + count, 0) / counts.length).toBeGreaterThan(340)
    expect(counts.reduce((sum, count) => sum + count, 0) / counts.length).toBeLessThan(460)
  })

  it('have numbers of their own, and are what the server takes', () => {
    const orders = plan(3)
    expect(new Set(orders.map(({ number }) => number)).size).toBe(orders.length)
    for (const { number, order } of orders)
      expect(createOrderSchema.safeParse({ storeId: 'st', number, ...order }).success).toBe(true)
  })

  it('warn of what they were made to warn of, and of nothing else', () => {
    for (const { order, warnings } of plan(4)) {
      const found = orderWarnings(order).warnings.map(({ text }) => text)
      expect(found.length, JSON.stringify(order)).toBe(warnings.length)
      for (const warning of warnings) expect(found.join()).toContain(warning)
    }
  })

  it('are urged, called off and sold out now and then; one is urged every 61 s', () => {
    const orders = plan(5)
    expect(orders.filter(({ warnings }) => warnings.length > 0).length).toBeGreaterThan(40)
    expect(orders.filter(({ urgesAt }) => urgesAt.length > 0).length).toBeGreaterThan(10)
    expect(orders.filter(({ urgesAt }) => urgesAt.length >= 5)).toHaveLength(1)
    expect(orders.filter(({ cancelsAt }) => cancelsAt !== undefined).length).toBeGreaterThan(3)
    expect(orders.filter(({ calledOffAt }) => calledOffAt !== undefined).length).toBeGreaterThan(1)
    expect(orders.filter(({ soldOut }) => soldOut).length).toBeGreaterThan(3)
  })
})

describe('the faults of a rush', () => {
  it('come one after the other, so that one speaking device is always to be heard', () => {
    for (const layout of ['rooms', 'one-room', 'all-speak'] as const) {
      const faults = planIncidents(createSeededRandom(6), 120, placeDevices(layout, 3)).filter(
        ({ what }) => what !== 'away',
      )
      expect(faults.map(({ what }) => what)).toEqual(['network', 'mute', 'server', 'speaker', 'network', 'network'])
      for (const [index, { at, lasts }] of faults.entries())
        expect(at + lasts).toBeLessThan(faults[index + 1]?.at ?? 120 * MINUTE)
    }
  })

  it('fit into a short rush', () => {
    for (const { at, lasts } of planIncidents(createSeededRandom(7), 10, placeDevices('rooms', 3)))
      expect(at + lasts).toBeLessThanOrEqual(10 * MINUTE)
  })
})

describe('the command line of the rush', () => {
  it('has a default for everything', () => {
    const defaults = { minutes: 120, orders: 200, devices: 3, layout: 'rooms', repeat: 1 }
    expect(readOptions([])).toMatchObject(defaults)
    expect(readOptions(['--seed', '7', '--repeat', '3'])).toMatchObject({ ...defaults, seed: 7, repeat: 3 })
  })

  it.each([
    ['--minutes', '0'],
    ['--devices', '7'],
    ['--layout', 'street'],
    ['--speed', '9'],
  ])('refuses %s %s with the usage', (name, value) => {
    expect(() => readOptions([name, value])).toThrow(/--seed 1234/)
  })
})
