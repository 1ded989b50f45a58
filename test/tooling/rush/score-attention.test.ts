import { expect, it } from 'vitest'
import type { History, Message, OrderHistory } from '../../lab/rush/history.ts'
import { scoreAttention } from '../../lab/rush/score-attention.ts'

const SECOND = 1_000

function order(number: string, fate: Partial<OrderHistory>): OrderHistory {
  return { plan: { number } as OrderHistory['plan'], paidAt: 0, reminders: [], ...fate }
}

function score(orders: OrderHistory[], told: Message[]) {
  return scoreAttention({ orders, told } as unknown as History)
}

it('an order counts by its answer within the limit, else by the first message about it, else as neither', () => {
  const orders = [
    order('in time', { acceptedAt: 180 * SECOND }),
    order('called off', { calledOffAt: 10 * SECOND }),
    order('told', { acceptedAt: 181 * SECOND }),
    order('told late', {}),
    order('forgotten', { paidAt: 60 * SECOND }),
  ]
  const told = [
    { at: 170 * SECOND, contact: '王店长', orders: ['told', 'in time'] },
    { at: 181 * SECOND, contact: '王店长', orders: ['told late', 'told'] },
  ]
  expect(score(orders, told)).toEqual({
    ...{ orders: 5, inLimit: 2, told: 1, neither: ['told late', 'forgotten'] },
    ...{ slowestToldMs: 170 * SECOND, messages: 2, mostInAnHour: 2 },
  })
})

it('the most messages to one contact are counted in any hour', () => {
  const at = [0, 30, 59, 60, 61].map((minute) => ({ at: minute * 60 * SECOND, contact: '王店长', orders: [] }))
  expect(score([], [...at, { at: 0, contact: '李经理', orders: [] }]).mostInAnHour).toBe(4)
})
