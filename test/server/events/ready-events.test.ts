import { expect, it } from 'vitest'
import type { Order } from '../../../shared/api/orders.ts'
import { eventsRig } from './events-rig.ts'

const ITEMS = [
  { name: '宫保鸡丁', quantity: 2 },
  { name: '米饭', quantity: 1 },
]
const ALL = [
  { line: 0, portions: 2 },
  { line: 1, portions: 1 },
]

/** A paid order of two dishes, whose portions a device strikes off. */
async function kitchen() {
  const rig = await eventsRig()
  const { api, token } = rig
  const order: Order = await api.placePaid({ items: ITEMS })
  const strike = (lines: object[]) => api.call('POST', `/v1/orders/${order.id}/strikes`, { as: token, body: { lines } })
  const move = (name: string) => api.move(token, order.id, name)
  return { ...rig, order, strike, move }
}

it('an order is ready once, whatever is struck off, taken back and struck off again', async () => {
  const { strike, move, types, later } = await kitchen()
  await move('confirm')
  await strike([{ line: 0, portions: 2 }])
  expect(await types()).toEqual(['order.accepted'])
  await strike([{ line: 1, portions: 1 }])
  expect(await types()).toEqual(['order.accepted', 'order.ready'])
  await strike(ALL)
  await strike([{ line: 1, portions: 0 }])
  await later(1_000)
  await strike(ALL)
  expect(await types()).toEqual(['order.accepted', 'order.ready'])
})

it('what was struck off before the acceptance is ready with it, told behind it', async () => {
  const { strike, move, types } = await kitchen()
  await strike(ALL)
  expect(await types()).toEqual([])
  await move('confirm')
  expect(await types()).toEqual(['order.accepted', 'order.ready'])
})

it('an order that is on its way is told as ready by nothing any more', async () => {
  const { strike, move, types } = await kitchen()
  await move('confirm')
  await move('dispatch')
  expect((await strike(ALL)).status).toBe(200)
  expect(await types()).toEqual(['order.accepted', 'order.dispatched'])
})

it('two devices that strike the last portion off at the same moment tell it once', async () => {
  const { strike, move, types } = await kitchen()
  await move('confirm')
  await Promise.all([strike(ALL), strike(ALL), strike([...ALL].reverse())])
  expect(await types()).toEqual(['order.accepted', 'order.ready'])
})
